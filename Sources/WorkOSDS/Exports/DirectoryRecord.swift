import CWorkOSDS

// The accessors of `workosds_directory`. Two kinds are not the server's text: the state is renamed, and counts are
// numbers.

@implementation @_cdecl("workosds_directory_id")
public func workosds_directory_id(_ directory: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(directory, DirectoryField.id)
}

@implementation @_cdecl("workosds_directory_organization_id")
public func workosds_directory_organization_id(_ directory: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(directory, DirectoryField.organizationID)
}

@implementation @_cdecl("workosds_directory_external_key")
public func workosds_directory_external_key(_ directory: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(directory, DirectoryField.externalKey)
}

@implementation @_cdecl("workosds_directory_domain")
public func workosds_directory_domain(_ directory: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(directory, DirectoryField.domain)
}

@implementation @_cdecl("workosds_directory_name")
public func workosds_directory_name(_ directory: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(directory, DirectoryField.name)
}

@implementation @_cdecl("workosds_directory_type")
public func workosds_directory_type(_ directory: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(directory, DirectoryField.type)
}

@implementation @_cdecl("workosds_directory_state")
public func workosds_directory_state(_ directory: OpaquePointer?) -> UnsafePointer<CChar>? {
    Handle.read(directory, nil) { (directory: Record) in
        directory.renamedState.map { StaticText.characters($0) }
            ?? directory.decodedText(DirectoryField.state.rawValue)?.start
    }
}

@implementation @_cdecl("workosds_directory_created_at")
public func workosds_directory_created_at(_ directory: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(directory, DirectoryField.createdAt)
}

@implementation @_cdecl("workosds_directory_updated_at")
public func workosds_directory_updated_at(_ directory: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(directory, DirectoryField.updatedAt)
}

@implementation @_cdecl("workosds_directory_active_user_count")
public func workosds_directory_active_user_count(_ directory: OpaquePointer?) -> Int64 {
    Handle.readOrMake(directory, -1) { (directory: Record) in directory.counts.activeUsers }
}

@implementation @_cdecl("workosds_directory_inactive_user_count")
public func workosds_directory_inactive_user_count(_ directory: OpaquePointer?) -> Int64 {
    Handle.readOrMake(directory, -1) { (directory: Record) in directory.counts.inactiveUsers }
}

@implementation @_cdecl("workosds_directory_group_count")
public func workosds_directory_group_count(_ directory: OpaquePointer?) -> Int64 {
    Handle.readOrMake(directory, -1) { (directory: Record) in directory.counts.groups }
}

@implementation @_cdecl("workosds_directory_json")
public func workosds_directory_json(_ directory: OpaquePointer?) -> UnsafeMutablePointer<CChar>? {
    Accessor.json(directory)
}

@implementation @_cdecl("workosds_directory_copy")
public func workosds_directory_copy(_ directory: OpaquePointer?) -> OpaquePointer? { Accessor.copy(directory) }

@implementation @_cdecl("workosds_directory_free")
public func workosds_directory_free(_ directory: OpaquePointer?) { Handle.free(directory) }
