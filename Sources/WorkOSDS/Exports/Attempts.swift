import CWorkOSDS

// The accessors of `workosds_attempt`, which is borrowed during on_attempt. They allocate nothing, so that none of them
// has to leave the reserve.

@implementation @_cdecl("workosds_attempt_method")
public func workosds_attempt_method(_ attempt: OpaquePointer?) -> UnsafePointer<CChar>? {
    Handle.read(attempt, nil) { (attempt: Attempt) in StaticText.characters(attempt.method) }
}

@implementation @_cdecl("workosds_attempt_path")
public func workosds_attempt_path(_ attempt: OpaquePointer?) -> UnsafePointer<CChar>? {
    Handle.read(attempt, nil) { (attempt: Attempt) in attempt.path.characters }
}

@implementation @_cdecl("workosds_attempt_http_status")
public func workosds_attempt_http_status(_ attempt: OpaquePointer?) -> Int32 {
    Handle.read(attempt, 0) { (attempt: Attempt) in attempt.httpStatus }
}

@implementation @_cdecl("workosds_attempt_status")
public func workosds_attempt_status(_ attempt: OpaquePointer?) -> workosds_status {
    Handle.read(attempt, Status.ok.rawValue) { (attempt: Attempt) in attempt.status.rawValue }
}

@implementation @_cdecl("workosds_attempt_number")
public func workosds_attempt_number(_ attempt: OpaquePointer?) -> Int32 {
    Handle.read(attempt, 0) { (attempt: Attempt) in Int32(clamping: attempt.number) }
}

@implementation @_cdecl("workosds_attempt_elapsed_ms")
public func workosds_attempt_elapsed_ms(_ attempt: OpaquePointer?) -> Int64 {
    Handle.read(attempt, 0) { (attempt: Attempt) in attempt.elapsed }
}

@implementation @_cdecl("workosds_attempt_bytes")
public func workosds_attempt_bytes(_ attempt: OpaquePointer?) -> Int64 {
    Handle.read(attempt, 0) { (attempt: Attempt) in Int64(attempt.bytes) }
}

@implementation @_cdecl("workosds_attempt_request_id")
public func workosds_attempt_request_id(_ attempt: OpaquePointer?) -> UnsafePointer<CChar>? {
    Handle.read(attempt, nil) { (attempt: Attempt) in attempt.requestID?.characters }
}

@implementation @_cdecl("workosds_attempt_paced_ms")
public func workosds_attempt_paced_ms(_ attempt: OpaquePointer?) -> Int64 {
    Handle.read(attempt, 0) { (attempt: Attempt) in attempt.paced }
}

@implementation @_cdecl("workosds_attempt_header")
public func workosds_attempt_header(
    _ attempt: OpaquePointer?, _ name: UnsafePointer<CChar>?
) -> UnsafePointer<CChar>? {
    Handle.read(attempt, nil) { (attempt: Attempt) in name.flatMap { attempt.header($0) } }
}

@implementation @_cdecl("workosds_attempt_wait_ms")
public func workosds_attempt_wait_ms(_ attempt: OpaquePointer?) -> Int64 {
    Handle.read(attempt, -1) { (attempt: Attempt) in attempt.wait ?? -1 }
}
