/// Whether an attempt is followed by another one, and when.
struct RetryPolicy {
    enum Decision: Equatable {
        case giveUp
        case retry(wait: Int64)  // milliseconds
    }

    /// What an attempt came to, as far as a retry depends on it.
    struct Outcome {
        var status: Status
        var httpStatus: Int32 = 0
        /// Whether the request may have reached the server.
        var wasSent = true
        var retryAfter: Int64?

        /// Whether the server may have done what was asked for although nobody knows.
        var mayHaveBeenCarriedOut: Bool {
            wasSent && status != .rateLimited && (status.isRetryable || status == .api && httpStatus == 408)
        }
    }

    let maximumRetries: Int
    let maximumWait: Int64

    static let firstBackOff: Int64 = 500
    static let longestBackOff: Int64 = 8_000

    /// `attempt` counts from 1; `fraction`, 0 ..< 1, is the jitter; `spacing` is the pace of the limiter, which stands
    /// in for the first back-off after a 429.
    func decide(
        _ outcome: Outcome, method: Request.Method, attempt: Int, spacing: Int64? = nil, fraction: Double
    ) -> Decision {
        guard attempt <= maximumRetries, Self.isRepeatable(outcome, method) else { return .giveUp }
        if let wanted = outcome.retryAfter { return wanted <= maximumWait ? .retry(wait: wanted) : .giveUp }
        if outcome.status == .rateLimited, let spacing, attempt == 1 { return .retry(wait: min(spacing, maximumWait)) }
        return .retry(wait: min(Self.backOff(attempt, fraction), maximumWait))
    }

    /// A DELETE finds nothing where an earlier attempt of it, whose answer was lost, has deleted already.
    static func isSuccess(_ httpStatus: Int32, _ method: Request.Method, outcomeIsUnknown: Bool) -> Bool {
        let status = Status(httpStatus: httpStatus)
        return status == .ok || status == .notFound && method == .delete && outcomeIsUnknown
    }

    /// Full jitter: anything from nothing to the doubled time of the last attempt.
    private static func backOff(_ attempt: Int, _ fraction: Double) -> Int64 {
        let ceiling = min(firstBackOff &<< Int64(min(attempt &- 1, 10)), longestBackOff)
        return Int64(Double(ceiling) * min(max(fraction, 0), 1))
    }

    /// Whether a 5xx means "not now". 520 to 530 are Cloudflare's, which the API stands behind.
    /// https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
    private static func isTemporary(_ httpStatus: Int32) -> Bool {
        switch httpStatus {
        case 500, 502, 503, 504, 520...527, 529, 530: true
        default: false
        }
    }

    /// A POST is repeated only where the server cannot have acted on it.
    private static func isRepeatable(_ outcome: Outcome, _ method: Request.Method) -> Bool {
        let isTransient: Bool
        switch outcome.status {
        case .network, .timeout: isTransient = true
        case .rateLimited: isTransient = true
        case .server: isTransient = isTemporary(outcome.httpStatus)
        case .api: isTransient = outcome.httpStatus == 408
        default: isTransient = false
        }
        return isTransient && (method != .post || outcome.status == .rateLimited || !outcome.wasSent)
    }
}
