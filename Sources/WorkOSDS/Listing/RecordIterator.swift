import CPlatform
import Synchronization

/// A sequence of records, fetched page by page; the object of `workosds_iterator`. Used by one thread at a time, except
/// for `cancel`, which any thread can call.
///
/// It contains no rules: `ListingState` says what comes next, `Transfer` does it, and this waits in between. A blocking
/// call is a loop around `wait`; a non-blocking one returns PENDING instead, after arming the timer for the caller's
/// event loop. Freed by the caller at any time, also with a request in progress.
final class RecordIterator {
    /// What `next` returns if it does not throw. `pending`: a non-blocking iterator has to wait.
    enum Outcome {
        case record, done, pending
    }

    /// nil if the request returns no record.
    let kind: Record.Kind?
    /// Its descriptors and its connection; retains the client.
    private let session: Session
    private var state: ListingState
    /// May change between calls.
    private var isBlocking = true
    /// Permanently; set by any thread.
    private let isCancelled = Atomic<Bool>(false)
    /// The client's generation of cancelling when the current call, or the transfer that it continues, began.
    private var generation: UInt64 = 0

    /// The page whose records are being returned.
    private(set) var page: Page
    /// The page that the transfer fills.
    private var upcoming: Page
    /// The current request, also one sent ahead; nil between pages.
    private var transfer: Transfer?
    /// The time limit of one `next`, which covers all empty pages that it fetches.
    private var callLimit: TimeLimit?
    /// The borrowed record, which is pointed at one row after another. nil like `kind`.
    let record: Record?
    /// A text that the caller has borrowed until the next call: a directory's JSON, which is composed.
    let composed = ByteBuffer()

    /// Nothing is sent before the first call of `next`.
    convenience init(_ list: ListRequest, _ kind: Record.Kind, on session: Session) {
        self.init(ListingState(list, looksAhead: session.client.options.looksAhead), kind, on: session)
    }

    convenience init(_ request: Request, _ kind: Record.Kind?, on session: Session) {
        self.init(ListingState(request), kind, on: session)
    }

    private init(_ state: ListingState, _ kind: Record.Kind?, on session: Session) {
        self.state = state
        self.kind = kind
        self.session = session
        let schema = kind?.schema ?? .envelope
        page = Page(schema)
        upcoming = Page(schema)
        record = kind.map { Record($0) }
    }

    deinit {
        transfer?.abandon(now: cplatform_monotonic_ms())
    }

    // MARK: Returning records

    /// Moves to the next record.
    func next() throws(Failure) -> Outcome {
        let outcome = try fill()
        if outcome == .record { handOut(1) }
        return outcome
    }

    /// The same for a whole page, with the numbers of its records.
    enum PageOutcome {
        case records(Range<Int>)
        case done, pending
    }

    /// Returns the rest of the page, or else the next page.
    func nextPage() throws(Failure) -> PageOutcome {
        switch try fill() {
        case .done: return .done
        case .pending: return .pending
        case .record:
            let range = state.position..<(state.position &+ state.available)
            handOut(range.count)
            return .records(range)
        }
    }

    /// The index of the current record in its page.
    var currentRecord: Int { state.position &- 1 }

    /// Points the borrowed record at the current one.
    func pointRecord() throws(Failure) {
        guard let record, !record.point(at: currentRecord, of: page.index, in: page.text.bytes) else { return }
        throw failOutOfMemory()
    }

    /// Ends the listing if memory runs out, because the record would be lost.
    func failOutOfMemory() -> Failure {
        state.failedOutOfMemory()
        stop()
        return .outOfMemory
    }

    /// For the end of each call. If the call used the reserve, the iterator ends and releases everything it may have
    /// there.
    func leaveReserve() {
        guard Reserve.isUsed else { return }
        _ = failOutOfMemory()
        page.leaveReserve()
        upcoming.leaveReserve()
    }

    /// For events also finds the id of the last one, which is the cursor to resume from.
    private func handOut(_ count: Int) {
        let event = kind == .event ? record?.id(of: currentRecord &+ count, in: page) : nil
        state.took(count, lastEvent: event)
    }

    /// The cursor to resume from, valid until the next call.
    func cursor() -> UnsafePointer<CChar>? { state.cursor?.characters }

    // MARK: Fetching pages

    /// Makes sure that a record can be returned, or returns why not. A listing that has ended only clears its
    /// descriptor, and returns the same result again.
    private func fill() throws(Failure) -> Outcome {
        page.restore()
        if state.hasEnded {
            let now = cplatform_monotonic_ms()
            _ = session.reactor.wait(until: now, now: now)  // a cancel may have made the descriptor readable
        } else {
            if transfer == nil { generation = session.client.cancelGeneration }
            try check()
            if record?.isOutOfMemory == true { throw failOutOfMemory() }
        }
        while true {
            switch state.next() {
            case .deliver:
                lookAheadIfDue()
                return .record
            case .fetch:
                if try !fetch() { return .pending }
            case .end:
                stop()
                return .done
            case .fail(let failure):
                stop()
                throw failure
            }
        }
    }

    /// The failure of this and of every further call.
    private func end(_ failure: Failure) -> Failure {
        state.failed(failure)
        stop()
        return failure
    }

    /// Sends nothing more, and returns the connection to the pool.
    private func stop() {
        let now = cplatform_monotonic_ms()
        transfer?.abandon(now: now)
        transfer = nil
        session.returnToPool()
        _ = session.reactor.arm(at: nil, now: now)
    }

    /// Drives the transfer to the next page. Returns false if pending. The order of `check` calls matters: a cancel is
    /// noticed before anything is sent, and after everything that calls the host (on_attempt).
    private func fetch() throws(Failure) -> Bool {
        try resetAfterFork()
        guard session.reactor.isIntact, transfer?.hasLostDescriptors != true else { throw end(Descriptor.loss) }
        var now = cplatform_monotonic_ms()
        var events = transfer == nil ? [] : try wait(until: now, now: now)
        while true {
            try check()
            let transfer = startedTransfer(now: now)
            let progress = transfer.step(events, now: now, isAwaited: true, callerMayBeLate: !isBlocking)
            try check()
            switch progress {
            case .answered:
                try turnPage(transfer)
                return true
            case .failed(let failure):
                throw end(failure)
            case .waiting(let until):
                if try resetAfterFork() {
                    events = []
                } else if isBlocking {
                    // Without any time limit the loop still runs once a minute.
                    events = try wait(until: until ?? now &+ 60_000, now: now)
                    try resetAfterFork()
                } else {
                    guard session.reactor.arm(at: until, now: now) else { throw end(Descriptor.loss) }
                    try check()  // arming may have undone the timer set by a cancel
                    return false
                }
                now = cplatform_monotonic_ms()
            }
        }
    }

    /// Never with a part of the reserve, which others may wait for.
    private func wait(until limit: Int64, now: Int64) throws(Failure) -> [Reactor.Event] {
        if Reserve.isUsed { throw failOutOfMemory() }
        guard let events = session.reactor.wait(until: limit, now: now) else { throw end(Descriptor.loss) }
        return events
    }

    /// The transfer in progress, or a new one for the request that comes next.
    private func startedTransfer(now: Int64) -> Transfer {
        if let transfer { return transfer }
        let started = Transfer(
            state.request, limiter: state.list?.rateLimit.map { session.client.transport.limiter(of: $0) },
            into: upcoming,
            on: session,
            now: now, callLimit: callLimit)
        upcoming.removeAll()
        transfer = started
        return started
    }

    /// Makes the response the current page, if it is valid and was not seen before.
    private func turnPage(_ transfer: Transfer) throws(Failure) {
        self.transfer = nil
        let redactor = session.client.options.redactor
        if kind != nil {
            do throws(JSONFailure) {
                try upcoming.parse(state.list == nil ? .record : .list)
            } catch {
                throw end(
                    .unexpected(
                        error, transfer.exchange.request, httpStatus: transfer.httpStatus, transfer.head,
                        body: upcoming.takeBody(),
                        redactor))
            }
        }
        let response = readResponse()
        guard state.received(response, redactor) else { return }
        swap(&page, &upcoming)
        callLimit = response.count == 0 ? transfer.exchange.callLimit : nil
        learnDirectory(transfer)
    }

    /// Only what paging depends on. Ids and times of records are decoded only if they matter.
    private func readResponse() -> ListingState.Response {
        var response = ListingState.Response(
            before: upcoming.before, after: upcoming.after, count: upcoming.index.count)
        if state.isConfirmingEnd { response.repeatsRecords = record?.isShared(by: page, upcoming) }
        if let range = state.list?.range { response.countInRange = record?.firstEvent(of: upcoming, beyond: range) }
        return response
    }

    /// A listing by group alone counts against the directory in its responses.
    private func learnDirectory(_ transfer: Transfer) {
        guard let limit = state.list?.rateLimit, case .group(let group) = limit,
            session.client.transport.limiter(of: limit) == RateLimiters.unknown,
            page.index.count > 0, let record
        else { return }
        record.point(at: 0, of: page.index, in: page.text.bytes)
        guard let directory = record.decodedText(UserField.directoryID.rawValue),
            directory.length <= Page.maximumCursorLength
        else { return }
        session.client.transport.learn(
            group, isOf: directory.bytes, permit: transfer.exchange.lastPermit,
            now: cplatform_monotonic_ms())
    }

    // MARK: Looking ahead

    /// Sends the next request before the page is returned: the socket's buffer receives the response while the caller
    /// works. If the rate limiter does not permit it yet, a later call sends it.
    private func lookAheadIfDue() {
        guard state.wantsLookAhead, transfer?.exchange.isWaitingToSend != false, !session.isInherited else { return }
        let now = cplatform_monotonic_ms()
        _ = startedTransfer(now: now).step([], now: now, isAwaited: false, callerMayBeLate: false)
    }

    // MARK: Cancel and fork

    /// Whether the call may go on. A cancel ends the iterator permanently; a cancel of the client ends the calls that
    /// had begun before it.
    private func check() throws(Failure) {
        if Reserve.isUsed { throw failOutOfMemory() }
        guard isCancelled.load(ordering: .acquiring) || generation != session.client.cancelGeneration else { return }
        throw end(Failure(.cancelled, "cancelled"))
    }

    /// Async-signal-safe.
    func cancel() {
        isCancelled.store(true, ordering: .releasing)
        session.reactor.timer.fire()
    }

    /// In a forked child: replaces inherited objects. Returns whether there were any.
    @discardableResult
    private func resetAfterFork() throws(Failure) -> Bool {
        guard session.isInherited else { return false }
        if transfer?.resetAfterFork() == false { transfer = nil }
        do throws(Failure) { return try session.resetAfterFork() } catch let failure { throw end(failure) }
    }

    // MARK: Event loops

    /// For the following calls.
    func setBlocking(_ blocking: Bool) { isBlocking = blocking }

    /// The same number until the iterator is freed, except in a forked child.
    func descriptor() throws(Failure) -> Int32 {
        if !state.hasEnded { try resetAfterFork() }
        return session.reactor.number
    }
}
