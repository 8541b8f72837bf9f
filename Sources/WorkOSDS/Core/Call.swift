import CPlatform

/// One request until it is answered for good: its pace, its attempts, the waits between them, its time limits.
/// `step` never waits.
final class Call {
    enum Progress {
        case waiting(until: Int64?)
        /// A 2xx answer, its body in the page.
        case answered
        case failed(Failure)
    }

    private enum Phase {
        case ready(at: Int64)
        case sent(Connection)
        case finished
    }

    let request: Request
    private(set) var httpStatus: Int32 = 0
    private(set) var head = ResponseHead()
    /// nil: no pace.
    private let lane: PacingLanes.Name?
    private let page: Page
    private let link: Link
    private var phase: Phase
    private var ticket: Int?
    /// The ticket of the last attempt, also when it has been answered.
    private(set) var lastTicket: Int?
    private var isKnownConnected = false
    private var attempt = 1
    private var sentAt: Int64 = 0
    private var receivedBefore = 0
    private(set) var callLimit: TimeLimit
    private var requestLimit: TimeLimit
    private var connectLimit: TimeLimit
    /// An earlier attempt may have reached the server without our knowing what came of it.
    private var outcomeIsUnknown = false
    /// The attempt goes on, once, on a new connection: the kept one had ended.
    private var isReconnecting = false
    private var failure: Failure?

    private var client: Client { link.client }

    /// `callLimit`: of a call that this one goes on from.
    init(
        _ request: Request, lane: PacingLanes.Name?, into page: Page, on link: Link, now: Int64, callLimit: TimeLimit?
    ) {
        self.request = request
        self.lane = lane
        self.page = page
        self.link = link
        phase = .ready(at: now)
        self.callLimit = callLimit ?? TimeLimit(link.client.options.callTimeout)
        requestLimit = TimeLimit(link.client.options.requestTimeout)
        connectLimit = TimeLimit(link.client.options.connectTimeout)
    }

    /// Whether no request is on its way at the moment.
    var isWaitingToSend: Bool {
        if case .ready = phase { return true }
        return false
    }

    /// Goes on as far as possible without waiting. `isAwaited`: the caller needs the answer now; else it is looked
    /// ahead, and no time limit runs. `callerMayBeLate`: an event loop of the caller decides when this is called.
    func step(_ events: [Reactor.Event], now: Int64, isAwaited: Bool, callerMayBeLate: Bool) -> Progress {
        if isAwaited { callLimit.start(now: now) }
        while true {
            switch phase {
            case .finished:
                return failure.map { .failed($0) } ?? .answered
            case .ready(let due):
                if let progress = begin(due: due, now: now, isAwaited: isAwaited) { return progress }
            case .sent(let connection):
                // The answer's time is read after it was found: pace and waits count from it.
                if isAwaited { startAttemptLimits(now: now) }
                let progress = connection.perform(events)
                if link.isInherited { return .waiting(until: now) }  // a signal handler forked
                switch progress {
                case .answered:
                    complete(connection, now: cplatform_monotonic_ms())
                case .failed(let problem):
                    head = connection.responseHead
                    fail(problem, connection, now: cplatform_monotonic_ms())
                case .underWay:
                    noteConnected(connection)
                    guard let limit = passedLimit(connection, now, callerMayBeLate) else {
                        let limits = [requestLimit.due, connectLimit.due, callLimit.due, connection.wakeAt]
                        return .waiting(until: limits.compactMap { $0 }.min())
                    }
                    connection.abandon()
                    timeOut(limit, connection, now: now)
                }
            }
        }
    }

    /// Ends it without an outcome.
    func abandon(now: Int64) {
        if case .sent(let connection) = phase {
            connection.abandon()
            releaseTicket(now: now, limited: false)
        }
        phase = .finished
    }

    /// In a forked child: a request under way is the parent's, one that waits for its next attempt goes on. False: it
    /// is to be asked for anew.
    func leaveParent() -> Bool {
        ticket = nil
        return isWaitingToSend
    }

    /// Whether the host has closed what the request under way needs.
    var hasLostDescriptors: Bool {
        if case .sent(let connection) = phase { return !connection.isIntact }
        return false
    }

    // MARK: Before an attempt

    private func begin(due: Int64, now: Int64, isAwaited: Bool) -> Progress? {
        if due > now { return wait(until: due, now: now) }
        if link.isInherited { return .waiting(until: now) }  // on_attempt forked
        if let lane, ticket == nil {
            switch client.turn(lane, now: now) {
            case .go(let ticket):
                self.ticket = ticket
                lastTicket = ticket
                isKnownConnected = false
            case .wait(let until): return wait(until: until, now: now)
            }
        }
        do throws(Failure) {
            let connection = try link.connect(now: now)
            sentAt = cplatform_monotonic_ms()  // before libcurl's timers start: what they measure is never more
            guard
                connection.start(
                    request, into: page.text, link.reactor, lookingAhead: !isAwaited, fresh: isReconnecting)
            else {
                throw Failure(
                    .internalError,
                    Failure.message(
                        request, ": libcurl refuses it: too long, or out of memory", client.transport.redactor))
            }
            if !isReconnecting { requestLimit = TimeLimit(client.options.requestTimeout) }
            connectLimit = TimeLimit(client.options.connectTimeout)
            receivedBefore = 0
            phase = .sent(connection)
            return nil
        } catch {
            releaseTicket(now: now, limited: false)
            return finish(error)
        }
    }

    /// A wait that the time limit of the whole call does not allow ends the call.
    private func wait(until due: Int64, now: Int64) -> Progress {
        guard let limit = callLimit.due else { return .waiting(until: due) }
        if now >= limit { return finish(failure ?? timeoutFailure(": call_timeout_ms passed while waiting to send")) }
        return .waiting(until: min(due, limit))
    }

    private func startAttemptLimits(now: Int64) {
        requestLimit.start(now: now)
        connectLimit.start(now: now)
    }

    // MARK: After an attempt

    private func fail(_ problem: TransferProblem, _ connection: Connection, now: Int64) {
        if problem.diedUnanswered, request.method == .get, !isReconnecting {
            isReconnecting = true
            phase = .ready(at: now)
            return
        }
        if problem.kind == .timeout, connectLimit.isAbout(now &- sentAt) {
            return timeOut(.connect, connection, now: now)  // libcurl's own timer was first
        }
        let failure = Failure.transfer(problem, request, client.transport.redactor)
        // The certificate will not be better at the next attempt, a broken-off handshake may.
        let status = problem.kind == .handshake ? .network : failure.status
        decide(RetryPolicy.Outcome(status: status, wasSent: problem.wasSent), failure, connection, now: now)
    }

    private func complete(_ connection: Connection, now: Int64) {
        head = connection.responseHead
        httpStatus = connection.httpStatus
        let status = Status(httpStatus: httpStatus)
        if status == .ok || status == .notFound && request.method == .delete && outcomeIsUnknown {
            return succeed(connection, now: now)
        }
        let failure = Failure.answer(
            httpStatus, request, head, now: cplatform_wall_ms(), body: page.surrenderText(),
            client.transport.redactor)
        let outcome = RetryPolicy.Outcome(
            status: failure.status, httpStatus: httpStatus, retryAfter: failure.retryAfter)
        decide(outcome, failure, connection, now: now)
    }

    private func succeed(_ connection: Connection, now: Int64) {
        releaseTicket(now: now, limited: false)
        report(.ok, connection, now: now, wait: nil)
        phase = .finished
        failure = nil
    }

    private func decide(
        _ outcome: RetryPolicy.Outcome, _ failure: Failure, _ connection: Connection, now: Int64
    ) {
        let limited = outcome.status == .rateLimited
        releaseTicket(now: now, limited: limited)
        if outcome.wasSent, outcome.status != .rateLimited, failure.isRetryable { outcomeIsUnknown = true }
        let spacing = limited ? lane.flatMap { client.spacing($0) } : nil
        var decision = client.options.retries.decide(
            outcome, method: request.method, attempt: attempt, spacing: spacing, fraction: Double.random(in: 0..<1))
        if case .retry(let wait) = decision, let limit = callLimit.due, Clock.adding(wait, to: now) >= limit {
            decision = .giveUp
        }
        self.failure = failure
        switch decision {
        case .giveUp:
            report(failure.status, connection, now: now, wait: nil)
            phase = .finished
        case .retry(let wait):
            report(failure.status, connection, now: now, wait: wait)
            attempt &+= 1
            isReconnecting = false
            phase = .ready(at: Clock.adding(wait, to: now))
        }
    }

    private func report(_ status: Status, _ connection: Connection, now: Int64, wait: Int64?) {
        guard let onAttempt = client.options.onAttempt else { return }
        onAttempt(
            Attempt(
                request, number: attempt, httpStatus: status == .ok || failure?.httpStatus != 0 ? httpStatus : 0,
                status: status, elapsed: now &- sentAt,
                bytes: status == .ok ? page.text.count : failure?.body?.count ?? 0,
                requestID: head.requestID, wait: wait, client.transport.redactor))
    }

    /// The pace counts from here: a request waits for its connection.
    private func noteConnected(_ connection: Connection) {
        guard let lane, let ticket, !isKnownConnected, connection.wasConnected else { return }
        isKnownConnected = true
        client.connected(lane, ticket: ticket, now: cplatform_monotonic_ms())
    }

    private func releaseTicket(now: Int64, limited: Bool) {
        guard let lane, let ticket else { return }
        client.answered(lane, ticket: ticket, now: now &+ 1, limited: limited)  // the clock is cut off, not rounded
        self.ticket = nil
    }

    private func finish(_ failure: Failure) -> Progress {
        self.failure = failure
        phase = .finished
        return .failed(failure)
    }

    // MARK: Time limits

    private enum Limit { case connect, request, call }

    private func passedLimit(_ connection: Connection, _ now: Int64, _ callerMayBeLate: Bool) -> Limit? {
        let received = connection.bytesReceived
        let progress = received != receivedBefore
        receivedBefore = received
        if connection.wasConnected {
            connectLimit.stop()
        } else if connectLimit.hasPassed(now: now, madeProgress: false, callerMayBeLate: false) {
            return .connect
        }
        if callLimit.hasPassed(now: now, madeProgress: progress, callerMayBeLate: callerMayBeLate) { return .call }
        if requestLimit.hasPassed(now: now, madeProgress: progress, callerMayBeLate: callerMayBeLate) {
            return .request
        }
        return nil
    }

    private func timeOut(_ limit: Limit, _ connection: Connection, now: Int64) {
        switch limit {
        case .connect:
            let failure = timeoutFailure(": no connection within connect_timeout_ms")
            decide(.init(status: .timeout, wasSent: false), failure, connection, now: now)
        case .request:
            decide(
                .init(status: .timeout), timeoutFailure(": no complete answer within request_timeout_ms"), connection,
                now: now)
        case .call:
            releaseTicket(now: now, limited: false)
            let failure = timeoutFailure(": no complete answer within call_timeout_ms")
            self.failure = failure
            report(.timeout, connection, now: now, wait: nil)
            phase = .finished
        }
    }

    private func timeoutFailure(_ text: StaticString) -> Failure {
        Failure(.timeout, Failure.message(request, text, client.transport.redactor))
    }
}
