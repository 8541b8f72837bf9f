import CWorkOSDS

// The accessors of `workosds_error`. Errors are immutable, so any thread may read them. The message is "" for NULL,
// because it is usually passed to printf.

@implementation @_cdecl("workosds_error_status")
public func workosds_error_status(_ error: OpaquePointer?) -> workosds_status {
    Handle.read(error, Status.ok.rawValue) { (failure: Failure) in failure.status.rawValue }
}

@implementation @_cdecl("workosds_error_message")
public func workosds_error_message(_ error: OpaquePointer?) -> UnsafePointer<CChar>? {
    Handle.read(error, StaticText.characters("")) { (failure: Failure) in failure.message.characters }
}

@implementation @_cdecl("workosds_error_code")
public func workosds_error_code(_ error: OpaquePointer?) -> UnsafePointer<CChar>? {
    Handle.read(error, nil) { (failure: Failure) in failure.code?.characters }
}

@implementation @_cdecl("workosds_error_request_id")
public func workosds_error_request_id(_ error: OpaquePointer?) -> UnsafePointer<CChar>? {
    Handle.read(error, nil) { (failure: Failure) in failure.requestID?.characters }
}

@implementation @_cdecl("workosds_error_http_status")
public func workosds_error_http_status(_ error: OpaquePointer?) -> Int32 {
    Handle.read(error, 0) { (failure: Failure) in failure.httpStatus }
}

@implementation @_cdecl("workosds_error_retry_after_ms")
public func workosds_error_retry_after_ms(_ error: OpaquePointer?) -> Int64 {
    Handle.read(error, -1) { (failure: Failure) in failure.retryAfter ?? -1 }
}

@implementation @_cdecl("workosds_error_is_retryable")
public func workosds_error_is_retryable(_ error: OpaquePointer?) -> Int32 {
    Handle.read(error, 0) { (failure: Failure) in failure.isRetryable ? 1 : 0 }
}

@implementation @_cdecl("workosds_error_body")
public func workosds_error_body(
    _ error: OpaquePointer?, _ length: UnsafeMutablePointer<Int>?
) -> UnsafePointer<CChar>? {
    length?.pointee = 0
    return Handle.read(error, nil) { (failure: Failure) in
        guard let body = failure.body else { return nil }
        length?.pointee = body.count
        return UnsafeRawPointer(body.bytes).assumingMemoryBound(to: CChar.self)
    }
}

@implementation @_cdecl("workosds_error_json")
public func workosds_error_json(_ error: OpaquePointer?) -> UnsafeMutablePointer<CChar>? {
    Handle.readOrMake(error, nil) { (failure: Failure) in failure.json() }
}

@implementation @_cdecl("workosds_error_free")
public func workosds_error_free(_ error: OpaquePointer?) { Handle.free(error) }
