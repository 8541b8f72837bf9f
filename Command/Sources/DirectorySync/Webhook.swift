import CWorkOSDS

/// Signed messages about events.
public enum Webhook {
    /// Checks the signature, then reads the event. `tolerance` nil: 180,000 ms; `now` nil: the clock.
    public static func verify(
        payload: [UInt8], signatureHeader: String, secret: String, toleranceMilliseconds: Int64? = nil,
        nowMilliseconds: Int64? = nil
    ) throws(APIError) -> Event {
        try refuseNUL(in: signatureHeader, "the signature")
        try refuseNUL(in: secret, "the secret")
        var event: OpaquePointer?
        var error: OpaquePointer?
        let status = payload.withUnsafeBytes { bytes in
            workosds_webhook_verify(
                bytes.baseAddress, bytes.count, signatureHeader, secret,
                toleranceMilliseconds ?? Int64(WORKOSDS_DEFAULT_TOLERANCE),
                nowMilliseconds ?? Int64(WORKOSDS_NOW), &event, &error)
        }
        guard let event else { throw APIError(status: status, taking: error) }
        return Event(ownedRecord: event)
    }

    /// The value of WorkOS-Signature for a payload, for tests of a receiver.
    public static func sign(payload: [UInt8], secret: String, nowMilliseconds: Int64? = nil) throws(APIError) -> String
    {
        try refuseNUL(in: secret, "the secret")
        let header = payload.withUnsafeBytes {
            workosds_webhook_sign($0.baseAddress, $0.count, secret, nowMilliseconds ?? Int64(WORKOSDS_NOW))
        }
        guard let header = takeString(header) else { throw APIError(invalidArgument: "the secret is empty") }
        return header
    }
}
