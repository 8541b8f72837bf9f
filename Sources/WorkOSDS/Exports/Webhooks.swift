import CPlatform
import CWorkOSDS

// Verifying and signing webhooks. They need no client, open nothing, and can be called from any thread.

@implementation @_cdecl("workosds_webhook_verify")
public func workosds_webhook_verify(
    _ payload: UnsafeRawPointer?, _ payloadLength: Int, _ signatureHeader: UnsafePointer<CChar>?,
    _ secret: UnsafePointer<CChar>?, _ tolerance: Int64, _ now: Int64, _ event: HandleOutput, _ error: HandleOutput
) -> workosds_status {
    deliver(to: event, "event", error) { () throws(Failure) -> AnyObject in
        guard let secret = try Argument.view(secret, "secret") else {
            throw .invalidArgument("the secret must not be NULL or empty")
        }
        guard let body = Webhook.bytes(payload, payloadLength) else {
            throw .invalidArgument("payload must not be NULL with a length, nor the length beyond 2 GiB")
        }
        guard tolerance >= Int64(WORKOSDS_DEFAULT_TOLERANCE), now >= Int64(WORKOSDS_NOW) else {
            throw .invalidArgument("tolerance_ms and now_ms must not be below -1")
        }
        try Webhook.check(
            body, CText.view(signatureHeader) ?? UnsafeRawBufferPointer(start: nil, count: 0), secret,
            tolerance: tolerance < 0 ? WebhookSignature.defaultTolerance : tolerance,
            now: now < 0 ? cplatform_wall_ms() : now)
        return try Webhook.event(body)
    }
}

@implementation @_cdecl("workosds_webhook_sign")
public func workosds_webhook_sign(
    _ payload: UnsafeRawPointer?, _ payloadLength: Int, _ secret: UnsafePointer<CChar>?, _ now: Int64
) -> UnsafeMutablePointer<CChar>? {
    defer { Reserve.leave() }
    guard let secret = CText.view(secret), let body = Webhook.bytes(payload, payloadLength),
        let header = WebhookSignature.header(for: body, secret: secret, time: now < 0 ? cplatform_wall_ms() : now)
    else { return nil }
    return header.withCString { CText.copy($0, header.count) }
}
