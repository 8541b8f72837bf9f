import CPlatform
import CWorkOSDS

// Versions, statuses, and helpers that need no client.

@implementation @_cdecl("workosds_status_name")
public func workosds_status_name(_ status: workosds_status) -> UnsafePointer<CChar>? {
    StaticText.characters(Status(rawValue: status)?.name ?? "UNKNOWN")
}

@implementation @_cdecl("workosds_status_count")
public func workosds_status_count() -> Int { Status.allCases.count }

@implementation @_cdecl("workosds_status_at")
public func workosds_status_at(_ index: Int) -> workosds_status {
    let all = Status.allCases
    return (all.indices.contains(index) ? all[index] : .invalidArgument).rawValue
}

@implementation @_cdecl("workosds_version")
public func workosds_version() -> UnsafePointer<CChar>? { StaticText.characters(Version.text) }

@implementation @_cdecl("workosds_version_number")
public func workosds_version_number() -> UInt32 { UInt32(WORKOSDS_VERSION_NUMBER) }

@implementation @_cdecl("workosds_build_info")
public func workosds_build_info() -> UnsafeMutablePointer<CChar>? {
    defer { Reserve.leave() }
    guard let info = JSONValue.object() else { return nil }
    info.set("version", text: workosds_version())
    info.set("swift", text: StaticText.characters(Version.swiftMode))
    info.set("libcurl", text: Libcurl.version)
    info.set("tls", text: Libcurl.tlsVersion)
    info.set("zlib", text: Libcurl.zlibVersion)
    info.set("jansson", text: JSONValue.libraryVersion)
    return info.dump()
}

@implementation @_cdecl("workosds_string_free")
public func workosds_string_free(_ string: UnsafeMutablePointer<CChar>?) { free(string) }

@implementation @_cdecl("workosds_timestamp_ms")
public func workosds_timestamp_ms(
    _ text: UnsafePointer<CChar>?, _ milliseconds: UnsafeMutablePointer<Int64>?
) -> Int32 {
    defer { Reserve.leave() }
    let value = CText.argument(text).flatMap { Timestamp.milliseconds($0) }
    milliseconds?.pointee = value ?? 0
    return value == nil ? 0 : 1
}
