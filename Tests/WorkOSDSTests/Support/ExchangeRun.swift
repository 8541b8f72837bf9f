@testable import WorkOSDS

/// An exchange with a simulated clock, whose actions are described as text.
final class ExchangeRun {
    private(set) var exchange: Exchange
    var now: Int64 = 1_000
    var isAwaited = true
    /// The back-off's random number.
    var fraction = 1.0
    /// The rate limiter's pause after a 429.
    var spacing: Int64?

    init(
        _ method: Request.Method = .get, isPaced: Bool = false, _ options: ClientOptions? = nil,
        callLimit: TimeLimit? = nil
    ) throws {
        let request = Request(method, path: "/directories", id: bytes("d"))
        exchange = Exchange(request, isPaced: isPaced, try options ?? .sample(), now: now, callLimit: callLimit)
    }

    /// The next action: a wait with its length, a failure with status and message without the request.
    var step: String { describe(exchange.next(now: now, isAwaited: isAwaited)) }

    var outcome: Exchange.Step { exchange.next(now: now, isAwaited: isAwaited) }

    private func describe(_ step: Exchange.Step) -> String {
        switch step {
        case .acquirePermit: "acquire"
        case .send: "send"
        case .receive: "receive"
        case .wait(let until): "wait \(until - now)"
        case .answered: "answered"
        case .failed(let failure):
            "\(failure.status) " + text(failure.message.dropLast().drop { $0 != 0x3A }.dropFirst(2))
        }
    }

    /// The number of the current attempt.
    var attempt: Int { exchange.attempt }

    func permit(_ permit: Int) { exchange.permitted(permit, now: now) }

    /// When the rate limiter grants the next permit.
    func noPermit(for wait: Int64) -> String { describe(exchange.wait(until: now + wait, now: now)) }

    func send() {
        exchange.sent(now: now)
        _ = step
    }

    func connected() -> Int? { exchange.connected() }

    func passedLimit(_ bytes: Int = 0, isConnected: Bool = true, late: Bool = false) -> Exchange.Limit? {
        exchange.passedLimit(bytesReceived: bytes, isConnected: isConnected, now: now, callerMayBeLate: late)
    }

    var limitDue: Int64? { exchange.limitDue.map { $0 - now } }

    // MARK: Ends of an attempt; each returns the wait that follows

    @discardableResult
    func answer(_ httpStatus: Int32, retryAfter: Int64? = nil) -> Int64? {
        if let ending = exchange.ending(httpStatus) { return conclude(ending) }
        let failure = Failure(
            Status(httpStatus: httpStatus), "GET /: HTTP", httpStatus: httpStatus, retryAfter: retryAfter)
        return conclude(exchange.ending(failure))
    }

    @discardableResult
    func fail(_ kind: TransportError.Kind, wasSent: Bool = true, diedUnanswered: Bool = false) -> Int64? {
        let problem = TransportError(
            kind: kind, text: bytes("broken"), wasSent: wasSent, diedUnanswered: diedUnanswered)
        return exchange.ending(problem, now: now).flatMap { conclude($0) }
    }

    @discardableResult
    func timeOut(_ limit: Exchange.Limit) -> Int64? { conclude(exchange.ending(limit)) }

    private func conclude(_ ending: Exchange.Ending) -> Int64? {
        _ = exchange.releasePermit()
        return exchange.conclude(ending, spacing: spacing, fraction: fraction, now: now)
    }

    func couldNotSend() { exchange.couldNotSend(Failure(.internalError, "GET /: no descriptor")) }
    func abandon() { exchange.abandon() }
    func resetAfterFork() -> Bool { exchange.resetAfterFork() }
}
