/// One request until its final result: permits of the rate limiter, attempts, waits and time limits. It gets events and
/// `now`, and returns actions, without clock or sockets. `RetryPolicy` decides which outcomes are retried, and when.
///
/// Phases: `ready` (waits for its time, then for a permit) → `sent` → `ready` again for a retry, or `answered` or
/// `failed`, which are final. The driver (`Transfer`) calls `next`, does what it says, and reports what happened; it
/// never decides anything itself.
///
/// Three time limits: for connecting, for the attempt, and for the whole call with its waits. They are the library's
/// own, because libcurl's would also run while the caller processes a page.
struct Exchange {
    /// What the driver has to do.
    enum Step {
        /// Get a permit from the rate limiter, then call `permitted` or `wait`.
        case acquirePermit
        /// Start an attempt, then call `sent` or `couldNotSend`.
        case send
        /// Look for the end of the attempt, then call `conclude` with its `ending`; otherwise ask `passedLimit`.
        case receive
        case wait(until: Int64)
        case answered
        case failed(Failure)
    }

    /// The outcome of an attempt.
    struct Ending {
        /// nil if there was a response.
        let failure: Failure?
        let outcome: RetryPolicy.Outcome
        /// Whether the policy is not asked: the call's own time limit has expired.
        var isFinal = false
    }

    /// Named as in the header's options.
    enum Limit { case connect, request, call }

    /// `at` is when the next attempt may be sent.
    private enum Phase {
        case ready(at: Int64)
        case sent
        case answered
        case failed(Failure)
    }

    let request: Request
    /// Counts from 1.
    private(set) var attempt = 1
    /// When the current attempt was sent.
    private(set) var sentAt: Int64 = 0
    /// The attempt continues, once, on a new connection, because the idle one was closed.
    private(set) var isReconnecting = false
    /// The permit of the current attempt, until `releasePermit`.
    private(set) var permit: Int?
    /// How long the current attempt waited for its permit.
    private(set) var pacedTime: Int64 = 0
    /// Since when `pacedTime` is counted; nil while no permit is awaited.
    private var permitAwaitedSince: Int64?
    /// The permit of the last attempt, also after a response: the listing needs it to assign the request to a
    /// directory.
    private(set) var lastPermit: Int?
    /// The time limit of the whole call. A call that fetches several empty pages passes it from one exchange to the
    /// next.
    private(set) var callLimit: TimeLimit
    /// Whether the request needs a permit.
    private let isPaced: Bool
    private let options: ClientOptions
    private var phase: Phase
    /// Of the current attempt, like `connectLimit`.
    private var requestLimit: TimeLimit
    private var connectLimit: TimeLimit
    /// Whether `connected` has returned the permit.
    private var isConnected = false
    /// Of the current attempt at the last check: data that arrived since then can extend a time limit.
    private var bytesReceived = 0
    /// Whether an earlier attempt may have reached the server with an unknown outcome. A DELETE that gets 404 then has
    /// succeeded.
    private var outcomeIsUnknown = false
    /// The failure of the last attempt. It is more useful than "timeout" if the call's limit expires during a wait.
    private var failure: Failure?

    /// `callLimit`: the limit of a call that this one continues.
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

    // MARK: Actions

    /// `isAwaited`: whether the caller waits for the response. If not, the request is sent ahead, and no time limit
    /// runs. `now` is a time of the monotonic clock, here and in all functions.
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

    /// The call ends if the wait exceeds its time limit. Waits are never cut short without an error: a retry before its
    /// time would be rejected again.
    mutating func wait(until due: Int64, now: Int64) -> Step {
        guard let limit = callLimit.due else { return .wait(until: due) }
        if now < limit { return .wait(until: min(due, limit)) }
        let failure = failure ?? timeout(": call_timeout_ms passed while waiting to send")
        phase = .failed(failure)
        return .failed(failure)
    }

    /// Whether no attempt is in progress.
    var isWaitingToSend: Bool {
        if case .ready = phase { return true }
        return false
    }

    /// Whether an attempt is in progress.
    var isInProgress: Bool {
        if case .sent = phase { return true }
        return false
    }

    /// When the earliest time limit expires.
    var limitDue: Int64? { Clock.earliest(callLimit.due, Clock.earliest(requestLimit.due, connectLimit.due)) }

    // MARK: Before an attempt

    /// The time in the queue is reported to on_attempt.
    mutating func permitted(_ permit: Int, now: Int64) {
        pacedTime = now &- (permitAwaitedSince ?? now)
        permitAwaitedSince = nil
        self.permit = permit
        lastPermit = permit
        isConnected = false
    }

    /// A reconnected attempt keeps its time limit, since it is still the same attempt.
    mutating func sent(now: Int64) {
        if !isReconnecting { requestLimit = TimeLimit(options.requestTimeout) }
        connectLimit = TimeLimit(options.connectTimeout)
        sentAt = now
        bytesReceived = 0
        phase = .sent
    }

    /// Not retried: no descriptor, no memory, or a request that libcurl rejects.
    mutating func couldNotSend(_ failure: Failure) { phase = .failed(failure) }

    // MARK: During an attempt

    /// The permit of a request that is being sent as of now, after waiting for its connection.
    mutating func connected() -> Int? {
        if isConnected { return nil }
        isConnected = true
        return permit
    }

    /// The time limit that has expired. `callerMayBeLate`: whether a caller's event loop determines when this is
    /// called. The limits are checked in a fixed order, so that two that expire together always have the same result.
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

    /// The ending of a successful attempt; nil if the response is a failure.
    func ending(_ httpStatus: Int32) -> Ending? {
        guard RetryPolicy.isSuccess(httpStatus, request.method, outcomeIsUnknown: outcomeIsUnknown) else { return nil }
        return Ending(failure: nil, outcome: .init(status: .ok))
    }

    func ending(_ failure: Failure) -> Ending {
        Ending(
            failure: failure,
            outcome: .init(status: failure.status, httpStatus: failure.httpStatus, retryAfter: failure.retryAfter))
    }

    /// There was no complete response. Returns nil if the same attempt continues.
    mutating func ending(_ problem: TransportError, now: Int64) -> Ending? {
        if problem.diedUnanswered, request.method == .get, !isReconnecting {
            isReconnecting = true
            phase = .ready(at: now)
            return nil
        }
        // libcurl's timer may expire first.
        if problem.kind == .timeout, connectLimit.isAbout(now &- sentAt) { return ending(.connect) }
        let failure = Failure.transfer(problem, request, options.redactor)
        // A retry does not help with an invalid certificate, but may with an interrupted handshake.
        let status = problem.kind == .handshake ? .network : failure.status
        return Ending(failure: failure, outcome: .init(status: status, wasSent: problem.wasSent))
    }

    func ending(_ limit: Limit) -> Ending {
        let text: StaticString =
            switch limit {
            case .connect: ": no connection within connect_timeout_ms"
            case .request: ": no complete response within request_timeout_ms"
            case .call: ": no complete response within call_timeout_ms"
            }
        let outcome = RetryPolicy.Outcome(status: .timeout, wasSent: limit != .connect)
        return Ending(failure: timeout(text), outcome: outcome, isFinal: limit == .call)
    }

    /// nil if none is held, so that it is returned once.
    mutating func releasePermit() -> Int? {
        defer { permit = nil }
        return permit
    }

    /// Decides after the end of an attempt. Returns the milliseconds until the next one; nil if there is none.
    /// `spacing`: the rate limiter's pause between requests since the last 429, if any. `fraction`, 0 ..< 1, is the
    /// random part of the back-off; tests choose it.
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

    /// In a forked child: a current attempt belongs to the parent, a waiting one continues. False if the request must
    /// be made again.
    mutating func resetAfterFork() -> Bool {
        permit = nil
        return isWaitingToSend
    }

    /// Ends it without a result.
    mutating func abandon() { phase = .answered }
}
