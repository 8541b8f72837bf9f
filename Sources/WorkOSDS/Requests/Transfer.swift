import CPlatform

/// Drives an exchange with the clock, the client's rate limiter and a connection. `step` never waits: the iterator does
/// that, or the caller's event loop. One per request of an iterator, with all its attempts; used by the iterator's
/// thread.
final class Transfer {
    /// `waiting` without a time is for a socket alone.
    enum Progress {
        case waiting(until: Int64?)
        /// A 2xx response, with its body in the page.
        case answered
        case failed(Failure)
    }

    private(set) var exchange: Exchange
    /// Of the last response; 0 before one.
    private(set) var httpStatus: Int32 = 0
    /// Of the last response, also of an incomplete one.
    private(set) var head = ResponseHead()
    /// The rate limiter that its permits are from; nil for requests that are not paced.
    private let limiter: RateLimiters.Name?
    /// Receives the body of each attempt; a failed one's is moved to the error.
    private let page: Page
    private let session: Session
    /// The current attempt uses it; the session owns it.
    private var connection: Connection?

    private var options: ClientOptions { session.client.options }
    private var transport: Transport { session.client.transport }

    init(
        _ request: Request, limiter: RateLimiters.Name?, into page: Page, on session: Session, now: Int64,
        callLimit: TimeLimit?
    ) {
        exchange = Exchange(request, isPaced: limiter != nil, session.client.options, now: now, callLimit: callLimit)
        self.limiter = limiter
        self.page = page
        self.session = session
    }

    /// Continues as far as possible without waiting. `isAwaited`: whether the caller waits for the response.
    /// `callerMayBeLate`: whether a caller's event loop determines when this is called.
    func step(_ events: [Reactor.Event], now: Int64, isAwaited: Bool, callerMayBeLate: Bool) -> Progress {
        while true {
            switch exchange.next(now: now, isAwaited: isAwaited) {
            case .answered: return .answered
            case .failed(let failure): return .failed(failure)
            case .wait(let until): return .waiting(until: until)
            case .acquirePermit:
                if session.isInherited { return .waiting(until: now) }  // on_attempt forked
                if let progress = acquirePermit(now: now) { return progress }
            case .send:
                if session.isInherited { return .waiting(until: now) }
                send(now: now, isAwaited: isAwaited)
            case .receive:
                if let progress = receive(events, now: now, callerMayBeLate: callerMayBeLate) { return progress }
                // `on_attempt` may have cancelled the call. The caller checks that before the next attempt.
                if exchange.isWaitingToSend { return .waiting(until: now) }
            }
        }
    }

    /// nil if the exchange can continue at once.
    private func acquirePermit(now: Int64) -> Progress? {
        guard let limiter else { return nil }
        switch transport.acquirePermit(limiter, now: now) {
        case .granted(let permit):
            exchange.permitted(permit, now: now)
            return nil
        case .wait(let until):
            switch exchange.wait(until: until, now: now) {
            case .wait(let until): return .waiting(until: until)
            case .failed(let failure): return .failed(failure)
            default: return nil
            }
        }
    }

    /// A failure here is not an attempt: on_attempt is not called, and nothing is retried.
    private func send(now: Int64, isAwaited: Bool) {
        do throws(Failure) {
            let connection = try session.connect(now: now)
            let start = cplatform_monotonic_ms()  // before libcurl's timers start, so that they never measure more
            guard
                connection.start(
                    exchange.request, options.headers, into: page.text, maximumBody: options.maximumBody,
                    session.reactor,
                    connectTimeout: isAwaited ? options.connectTimeout : nil, isFresh: exchange.isReconnecting)
            else {
                throw Failure(
                    .internalError,
                    Failure.message(
                        exchange.request, ": libcurl rejects it: too long, or out of memory",
                        options.redactor))
            }
            self.connection = connection
            exchange.sent(now: start)
        } catch {
            _ = releasePermit(now: now, limited: false)
            exchange.couldNotSend(error)
        }
    }

    /// The clock is read after the response was found, because rate limits and waits count from it. nil if the attempt
    /// has ended: the exchange knows what follows.
    private func receive(_ events: [Reactor.Event], now: Int64, callerMayBeLate: Bool) -> Progress? {
        guard let connection else { return .waiting(until: now) }
        let progress = connection.perform(events)
        if session.isInherited { return .waiting(until: now) }  // a signal handler forked
        switch progress {
        case .answered:
            let answered = cplatform_monotonic_ms()
            head = connection.responseHead
            httpStatus = connection.httpStatus
            conclude(exchange.ending(httpStatus) ?? exchange.ending(responseFailure()), now: answered)
        case .failed(let problem):
            let failed = cplatform_monotonic_ms()
            head = connection.responseHead
            if let ending = exchange.ending(problem, now: failed) { conclude(ending, now: failed) }
        case .inProgress:
            if let limiter, connection.wasConnected, let permit = exchange.connected() {
                transport.connected(limiter, permit: permit, now: cplatform_monotonic_ms())
            }
            let limit = exchange.passedLimit(
                bytesReceived: connection.bytesReceived, isConnected: connection.wasConnected, now: now,
                callerMayBeLate: callerMayBeLate)
            guard let limit else {
                return .waiting(until: Clock.earliest(exchange.limitDue, connection.wakeAt))
            }
            connection.abandon()
            conclude(exchange.ending(limit), now: now)
        }
        return nil
    }

    /// The error of a response that is not a success. Reads the wall clock, because a Retry-After may be a date.
    private func responseFailure() -> Failure {
        Failure.httpError(
            httpStatus, exchange.request, head, now: cplatform_wall_ms(), body: page.takeBody(),
            options.redactor)
    }

    /// `on_attempt` is called last, when everything else is consistent: it may cancel, fork or take long.
    private func conclude(_ ending: Exchange.Ending, now: Int64) {
        let spacing = releasePermit(now: now, limited: ending.outcome.status == .rateLimited)
        let (attempt, paced) = (exchange.attempt, exchange.pacedTime)
        let wait = exchange.conclude(ending, spacing: spacing, fraction: Double.random(in: 0..<1), now: now)
        guard let onAttempt = options.onAttempt else { return }
        let failure = ending.failure
        let ended = Attempt(
            exchange.request, number: attempt, httpStatus: failure?.httpStatus ?? httpStatus,
            status: failure?.status ?? .ok, elapsed: now &- exchange.sentAt,
            bytes: failure.map { $0.body?.count ?? 0 } ?? page.text.count, requestID: head.requestID, wait: wait,
            paced: paced, options.headers)
        // The host may wait for another thread, and that one for the reserve.
        if !Reserve.isUsed { onAttempt(ended) }
    }

    /// The rate limiter's pause after a 429.
    private func releasePermit(now: Int64, limited: Bool) -> Int64? {
        guard let limiter, let permit = exchange.releasePermit() else { return nil }
        // The clock is truncated, not rounded.
        return transport.answered(limiter, permit: permit, now: now &+ 1, limited: limited)
    }

    // MARK: Ends

    /// Ends it without a result.
    func abandon(now: Int64) {
        if exchange.isInProgress {
            connection?.abandon()
            _ = releasePermit(now: now, limited: false)
        }
        exchange.abandon()
    }

    /// In a forked child. False if the request must be made again.
    func resetAfterFork() -> Bool {
        connection = nil
        return exchange.resetAfterFork()
    }

    /// Whether the host has closed descriptors of the current request.
    var hasLostDescriptors: Bool { exchange.isInProgress && connection?.isIntact == false }
}
