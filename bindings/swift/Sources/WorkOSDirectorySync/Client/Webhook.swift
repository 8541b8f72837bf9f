import CWorkOSDS

/// Webhooks: signed messages that carry one event each. https://workos.com/docs/events/data-syncing/webhooks
public enum Webhook {
    /// Verifies a webhook and reads its event. Nothing is decoded before the signature has been verified.
    ///
    /// - Parameters:
    ///   - payload: The request's body, exactly as received.
    ///   - signatureHeader: The value of WorkOS-Signature.
    ///   - secret: The endpoint's secret. During rotation, call once with each secret.
    ///   - tolerance: How far the signature's time may be from now, before or after. Nil: 180 seconds. Zero: not at all.
    ///   - nowMilliseconds: The time in milliseconds since 1970, for tests. Nil: the clock.
    /// - Throws: ``Status/signature`` if the signature is invalid or its time is too far off, ``Status/protocol`` if the
    ///   payload is not an event, ``Status/invalidArgument`` for an empty secret.
    public static func verify(
        payload: some Sequence<UInt8>, signatureHeader: String, secret: String, tolerance: Duration? = nil,
        nowMilliseconds: Int64? = nil
    ) throws(APIError) -> Event {
        try rejectNUL(in: secret, "the secret")
        // No signature has a NUL, at which a C string would end.
        let header = signatureHeader.utf8.contains(0) ? "" : signatureHeader
        var event: OpaquePointer?
        var error: OpaquePointer?
        let status = Array(payload).withUnsafeBytes { bytes in
            workosds_webhook_verify(
                bytes.baseAddress, bytes.count, header, secret,
                tolerance?.milliseconds ?? Int64(WORKOSDS_DEFAULT_TOLERANCE),
                nowMilliseconds ?? Int64(WORKOSDS_NOW), &event, &error)
        }
        guard let event else { throw APIError(status: status, taking: error) }
        return Event(taking: event)
    }

    /// Signs a payload: returns the value of WorkOS-Signature, for testing a receiver.
    ///
    /// - Throws: ``Status/invalidArgument`` for an empty secret.
    public static func sign(
        payload: some Sequence<UInt8>, secret: String, nowMilliseconds: Int64? = nil
    ) throws(APIError) -> String {
        try rejectNUL(in: secret, "the secret")
        let header = Array(payload).withUnsafeBytes {
            workosds_webhook_sign($0.baseAddress, $0.count, secret, nowMilliseconds ?? Int64(WORKOSDS_NOW))
        }
        guard let header = String(taking: header) else {
            throw APIError(invalidArgument: "the secret must not be empty")
        }
        return header
    }
}
