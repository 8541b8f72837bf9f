import CWorkOSDS

// Creating, deriving, cancelling and freeing clients. Cancelling counts no reference and allocates nothing, so that it
// is async-signal-safe.

@implementation @_cdecl("workosds_client_new")
public func workosds_client_new(
    _ apiKey: UnsafePointer<CChar>?, _ options: UnsafePointer<workosds_client_options>?, _ client: HandleOutput,
    _ error: HandleOutput
) -> workosds_status {
    deliver(to: client, "client", error) { () throws(Failure) -> AnyObject in
        let given = try Argument.structure(options, default: workosds_client_options(), "options")
        try Libraries.check()
        return Client(try ClientOptions.make(given, apiKey, onAttempt: observer(given)))
    }
}

@implementation @_cdecl("workosds_client_derive")
public func workosds_client_derive(
    _ client: OpaquePointer?, _ apiKey: UnsafePointer<CChar>?, _ options: UnsafePointer<workosds_client_options>?,
    _ derived: HandleOutput, _ error: HandleOutput
) -> workosds_status {
    deliver(to: derived, "derived", error) { () throws(Failure) -> AnyObject in
        let client = try Handle.object(client, Client.self, "client")
        let given = try Argument.structure(options, default: workosds_client_options(), "options")
        let made = try ClientOptions.make(given, apiKey, onAttempt: observer(given), base: client.options)
        return Client(made, sharing: client)
    }
}

/// Calls the caller's function. `data` is only passed on: the caller keeps it valid as long as the client, and
/// everything derived from it, can send requests. The attempt is borrowed, because the function must not keep it.
private func observer(_ options: workosds_client_options) -> ((Attempt) -> Void)? {
    guard let callback = options.on_attempt else { return nil }
    let data = options.on_attempt_data
    return { attempt in callback(Handle.borrow(attempt), data) }
}

@implementation @_cdecl("workosds_client_cancel")
public func workosds_client_cancel(_ client: OpaquePointer?) {
    Handle.read(client, ()) { (client: Client) in client.cancel() }
}

@implementation @_cdecl("workosds_client_close_idle")
public func workosds_client_close_idle(_ client: OpaquePointer?) {
    Handle.readOrMake(client, ()) { (client: Client) in client.transport.closeIdle() }
}

@implementation @_cdecl("workosds_client_free")
public func workosds_client_free(_ client: OpaquePointer?) { Handle.free(client) }
