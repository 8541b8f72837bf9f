/// Verifies a webhook's signature, then reads its event from the same bytes. Needs no client and no network: the secret
/// is shared by the endpoint and WorkOS. https://workos.com/docs/events/data-syncing/webhooks
enum Webhook {
    /// The payload; nil for NULL with a length, and for more than a `TextRange` can describe.
    static func bytes(_ payload: UnsafeRawPointer?, _ length: Int) -> UnsafeRawBufferPointer? {
        guard length >= 0, length <= Int(Int32.max), payload != nil || length == 0 else { return nil }
        return UnsafeRawBufferPointer(start: payload, count: length)
    }

    /// The signature is checked before the time, so that an error contains only a time sent by WorkOS, and a forged
    /// body is not read. The tolerance, 180 s by default, and its comparison are in `WebhookSignature`.
    static func check(
        _ payload: UnsafeRawBufferPointer, _ header: UnsafeRawBufferPointer, _ secret: UnsafeRawBufferPointer,
        tolerance: Int64,
        now: Int64
    ) throws(Failure) {
        guard let signature = WebhookSignature(header) else {
            throw Failure(
                .signature,
                "webhook: the WorkOS-Signature header is missing or not of the form t=<milliseconds>, v1=<hex>")
        }
        guard let holds = signature.holds(for: payload, secret: secret) else {
            throw ProcessGate.refusal ?? Failure.outOfMemory
        }
        guard holds else {
            throw Failure(
                .signature,
                "webhook: the signature does not match: is it this endpoint's secret, and the body unchanged?")
        }
        guard signature.isWithin(tolerance, of: now) else {
            let (age, overflow) = now.subtractingReportingOverflow(signature.time)
            let distance = Int64(clamping: (overflow ? .max : age).magnitude)
            let side: StaticString = signature.time > now ? "after" : "before"
            throw Failure(
                .signature,
                "webhook: signed \(distance) ms \(side) now, more than the tolerance of \(tolerance) ms: is the clock right?"
            )
        }
    }

    /// The event of a verified payload. Copied, because the caller's buffer may be reused after the call. The error for
    /// a malformed event has the body, which is authentic.
    static func event(_ payload: UnsafeRawBufferPointer) throws(Failure) -> Record {
        let body = ByteBuffer()
        if let start = payload.baseAddress, payload.count > 0, !body.append(start, payload.count) {
            throw Failure.outOfMemory
        }
        do throws(JSONFailure) {
            return try RecordCopy.make(.event, checking: body)
        } catch {
            if case .outOfMemory = error { throw Failure.outOfMemory }
            throw Failure(.protocolViolation, "webhook: the signed payload is not a JSON object", body: body)
        }
    }
}
