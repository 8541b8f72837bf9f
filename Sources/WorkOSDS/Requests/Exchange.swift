/// One request until it is answered for good: permits of the rate limiter, attempts, the waits between them, time limits.
/// It takes what happens and `now`, and says what to do, without clock or socket. Which outcome is followed by another
/// attempt, and when, says `RetryPolicy`.
struct Exchange {
    enum Step {
        /// Ask the rate limiter, then call `permitted` or `wait`.
        case acquirePermit
        /// Start an attempt, then call `sent` or `couldNotSend`.
        case send
        /// See what has become of the attempt, then call `answered`, `failed` or `passedLimit`.
        case receive
        case wait(until: Int64)
        case answered
        case failed(Failure)
    }

    /// What an attempt came to.
    struct Ending {
        /// nil: it was answered.
        let failure: Failure?
        let outcome: RetryPolicy.Outcome
        var isFinal = false
    }

    enum Limit { case connect, request, call }

    private enum Phase {
        case ready(at: Int64)
        case sent
        case answered
        case failed(Failure)
    }

    let request: Request
    /// Counts from 1.
    private(set) var attempt = 1
    private(set) var sentAt: Int64 = 0
    /// The attempt goes on, once, on a new connection: the kept one had ended.
    private(set) var isReconnecting = false
    /// Of the attempt under way, until `releasePermit`.
    private(set) var permit: Int?
    /// How long the attempt under way waited for its permit.
    private(set) var pacedTime: Int64 = 0
    private var permitAwaitedSince: Int64?
    /// Of the last attempt, also when it has been answered.
    private(set) var lastPermit: Int?
    private(set) var callLimit: TimeLimit
    private let isPaced: Bool
    private let options: ClientOptions
    private var phase: Phase
    private var requestLimit: TimeLimit
    private var connectLimit: TimeLimit
    private var isConnected = false
    private var bytesReceived = 0
    /// An earlier attempt may have reached the server without our knowing what came of it.
    private var outcomeIsUnknown = false
    private var failure: Failure?

    /// `callLimit`: of a call that this one goes on from.
    init(
        _ request: Request, isPaced: Bool, _ options: ClientOptions, now: Int64, callLimit: TimeLimit? = nil
    ) {
        self.request = request
        self.isPaced = isPaced
        self.options = options
        phase = .ready(at: now)
        self.callLimit = callLimit ?? TimeLimit(options.callTimeout)
        requestLimit = TimeLimit(options.requestTimeout)
        connectLimit = TimeLimit(options.connectTimeout)
    }

    // MARK: What to do

    /// `isAwaited`: the caller needs the answer now; else the request is sent ahead, and no time limit runs.
    mutating func next(now: Int64, isAwaited: Bool) -> Step {
        if isAwaited { callLimit.start(now: now) }
        switch phase {
        case .answered: return .answered
        case .failed(let failure): return .failed(failure)
        case .ready(let due):
            if due > now { return wait(until: due, now: now) }
            guard isPaced, permit == nil else { return .send }
            permitAwaitedSince = permitAwaitedSince ?? now
            return .acquirePermit
        case .sent:
            if isAwaited {
                requestLimit.start(now: now)
                connectLimit.start(now: now)
            }
            return .receive
        }
    }

    /// A wait that the time limit of the whole call does not allow ends the call.
    mutating func wait(until due: Int64, now: Int64) -> Step {
        guard let limit = callLimit.due else { return .wait(until: due) }
        if now < limit { return .wait(until: min(due, limit)) }
        let failure = failure ?? timeout(": call_timeout_ms passed while waiting to send")
        phase = .failed(failure)
        return .failed(failure)
    }

    /// Whether no attempt is under way at the moment.
    var isWaitingToSend: Bool {
        if case .ready = phase { return true }
        return false
    }

    var isUnderWay: Bool {
        if case .sent = phase { return true }
        return false
    }

    /// When the first time limit passes.
    var limitDue: Int64? { Clock.earliest(callLimit.due, Clock.earliest(requestLimit.due, connectLimit.due)) }

    // MARK: Before an attempt

    mutating func permitted(_ permit: Int, now: Int64) {
        pacedTime = now &- (permitAwaitedSince ?? now)
        permitAwaitedSince = nil
        self.permit = permit
        lastPermit = permit
        isConnected = false
    }

    mutating func sent(now: Int64) {
        if !isReconnecting { requestLimit = TimeLimit(options.requestTimeout) }
        connectLimit = TimeLimit(options.connectTimeout)
        sentAt = now
        bytesReceived = 0
        phase = .sent
    }

    mutating func couldNotSend(_ failure: Failure) { phase = .failed(failure) }

    // MARK: During an attempt

    /// The permit whose request is on its way to the server as of now: until then it waited for its connection.
    mutating func connected() -> Int? {
        if isConnected { return nil }
        isConnected = true
        return permit
    }

    /// The time limit that has passed. `callerMayBeLate`: an event loop of the caller decides when it is looked.
    mutating func passedLimit(bytesReceived: Int, isConnected: Bool, now: Int64, callerMayBeLate: Bool) -> Limit? {
        let progress = bytesReceived != self.bytesReceived
        self.bytesReceived = bytesReceived
        if isConnected {
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

    // MARK: After an attempt

    /// The ending of an attempt that is what was asked for; nil if the answer is a failure.
    func ending(_ httpStatus: Int32) -> Ending? {
        guard RetryPolicy.isSuccess(httpStatus, request.method, outcomeIsUnknown: outcomeIsUnknown) else { return nil }
        return Ending(failure: nil, outcome: .init(status: .ok))
    }

    func ending(_ failure: Failure) -> Ending {
        Ending(
            failure: failure,
            outcome: .init(status: failure.status, httpStatus: failure.httpStatus, retryAfter: failure.retryAfter))
    }

    /// Without a complete answer. nil: the same attempt goes on.
    mutating func ending(_ problem: TransportError, now: Int64) -> Ending? {
        if problem.diedUnanswered, request.method == .get, !isReconnecting {
            isReconnecting = true
            phase = .ready(at: now)
            return nil
        }
        // libcurl's own timer may be first.
        if problem.kind == .timeout, connectLimit.isAbout(now &- sentAt) { return ending(.connect) }
        let failure = Failure.transfer(problem, request, options.redactor)
        // The certificate will not be better at the next attempt, a broken-off handshake may.
        let status = problem.kind == .handshake ? .network : failure.status
        return Ending(failure: failure, outcome: .init(status: status, wasSent: problem.wasSent))
    }

    func ending(_ limit: Limit) -> Ending {
        let text: StaticString =
            switch limit {
            case .connect: ": no connection within connect_timeout_ms"
            case .request: ": no complete answer within request_timeout_ms"
            case .call: ": no complete answer within call_timeout_ms"
            }
        let outcome = RetryPolicy.Outcome(status: .timeout, wasSent: limit != .connect)
        return Ending(failure: timeout(text), outcome: outcome, isFinal: limit == .call)
    }

    mutating func releasePermit() -> Int? {
        defer { permit = nil }
        return permit
    }

    /// What follows from an attempt's ending. Returns the milliseconds until the next one; nil if there is none.
    /// `spacing`: the pause between requests since the last 429, if the rate limiter keeps one.
    mutating func conclude(_ ending: Ending, spacing: Int64?, fraction: Double, now: Int64) -> Int64? {
        guard let failure = ending.failure else {
            phase = .answered
            return nil
        }
        if ending.outcome.mayHaveBeenCarriedOut { outcomeIsUnknown = true }
        self.failure = failure
        guard !ending.isFinal,
            case .retry(let wait) = options.retries.decide(
                ending.outcome, method: request.method, attempt: attempt, spacing: spacing, fraction: fraction),
            callLimit.due.map({ Clock.adding(wait, to: now) < $0 }) ?? true
        else {
            phase = .failed(failure)
            return nil
        }
        attempt &+= 1
        pacedTime = 0
        isReconnecting = false
        phase = .ready(at: Clock.adding(wait, to: now))
        return wait
    }

    private func timeout(_ text: StaticString) -> Failure {
        Failure(.timeout, Failure.message(request, text, options.redactor))
    }

    /// In a forked child: an attempt under way is the parent's, one that waits goes on. False: ask anew.
    mutating func resetAfterFork() -> Bool {
        permit = nil
        return isWaitingToSend
    }

    /// Ends it without an outcome.
    mutating func abandon() { phase = .answered }
}
