import CPlatform
import CWorkOSDS

// The known directory types, for programs that show or choose them. A directory's own type is its text, known or not.

@implementation @_cdecl("workosds_directory_type_count")
public func workosds_directory_type_count() -> Int { DirectoryType.allCases.count }

@implementation @_cdecl("workosds_directory_type_at")
public func workosds_directory_type_at(_ index: Int) -> UnsafePointer<CChar>? {
    let types = DirectoryType.allCases
    return types.indices.contains(index) ? StaticText.characters(types[index].names.wire) : nil
}

@implementation @_cdecl("workosds_directory_type_display_name")
public func workosds_directory_type_display_name(_ type: UnsafePointer<CChar>?) -> UnsafePointer<CChar>? {
    guard let type else { return nil }
    for known in DirectoryType.allCases where strcmp(type, StaticText.characters(known.names.wire)) == 0 {
        return StaticText.characters(known.names.display)
    }
    return nil
}
