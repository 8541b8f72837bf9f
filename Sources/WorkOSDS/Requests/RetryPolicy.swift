/// Decides whether and when an attempt is retried. A value without state: what it decides depends on its arguments
/// alone. Times are in milliseconds.
///
/// After a 429 the wait is what the server asks for (`RetryAfter`). If it does not say, a paced request first waits for
/// the rate limiter's pause (`RateLimiter.spacing`), and further ones are random. The request also needs a new permit
/// of the rate limiter.
struct RetryPolicy {
    /// `giveUp` also for outcomes that are final.
    enum Decision: Equatable {
        case giveUp
        case retry(wait: Int64)  // milliseconds
    }

    /// The properties of an attempt's outcome on which a retry depends.
    struct Outcome {
        var status: Status
        var httpStatus: Int32 = 0
        /// Whether the request may have reached the server.
        var wasSent = true
        var retryAfter: Int64?

        /// Whether the server may have performed the request, with an unknown outcome.
        var mayHaveBeenCarriedOut: Bool {
            wasSent && status != .rateLimited && (status.isRetryable || status == .api && httpStatus == 408)
        }
    }

    /// After the first attempt.
    let maximumRetries: Int
    /// The longest wait before a retry. If the server asks for more, the call fails at once with the true value:
    /// waiting less would only be rejected again.
    let maximumWait: Int64

    /// The ceiling of the first random wait; each further one is twice as large, up to `longestBackOff`.
    static let firstBackOff: Int64 = 500
    static let longestBackOff: Int64 = 8_000

    /// `attempt` counts from 1; `fraction`, 0 ..< 1, is the jitter; `spacing` is the limiter's pause, which replaces
    /// the first back-off after a 429. Never beyond `maximumRetries`, whatever the server asks for.
    func decide(
        _ outcome: Outcome, method: Request.Method, attempt: Int, spacing: Int64? = nil, fraction: Double
    ) -> Decision {
        guard attempt <= maximumRetries, Self.isRepeatable(outcome, method) else { return .giveUp }
        if let wanted = outcome.retryAfter { return wanted <= maximumWait ? .retry(wait: wanted) : .giveUp }
        if outcome.status == .rateLimited, let spacing, attempt == 1 { return .retry(wait: min(spacing, maximumWait)) }
        return .retry(wait: min(Self.backOff(attempt, fraction), maximumWait))
    }

    /// A DELETE gets 404 if an earlier attempt, whose response was lost, has already deleted the object. Any 2xx is a
    /// success: for a DELETE the API has sent 202 with plain text.
    static func isSuccess(_ httpStatus: Int32, _ method: Request.Method, outcomeIsUnknown: Bool) -> Bool {
        let status = Status(httpStatus: httpStatus)
        return status == .ok || status == .notFound && method == .delete && outcomeIsUnknown
    }

    /// Full jitter: any time from 0 to twice the maximum of the previous attempt. Without randomness, clients that
    /// failed together would retry together
    /// (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
    private static func backOff(_ attempt: Int, _ fraction: Double) -> Int64 {
        let ceiling = min(firstBackOff &<< Int64(min(attempt &- 1, 10)), longestBackOff)
        return Int64(Double(ceiling) * min(max(fraction, 0), 1))
    }

    /// Whether a 5xx is temporary. 520 to 530 are from Cloudflare, which is in front of the API.
    /// https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
    private static func isTemporary(_ httpStatus: Int32) -> Bool {
        switch httpStatus {
        case 500, 502, 503, 504, 520...527, 529, 530: true
        default: false
        }
    }

    /// A POST is retried only if the server cannot have acted on it. GET and DELETE are idempotent (RFC 9110, section
    /// 9.2.2).
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
