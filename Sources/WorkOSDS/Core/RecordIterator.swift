import CPlatform
import Synchronization

/// A sequence of records, fetched a page at a time: what `workosds_iterator` is. Used by one thread at a time;
/// `cancel` alone may be called from any.
final class RecordIterator {
    enum Outcome {
        case record, done, pending
    }

    let kind: Record.Kind?
    private let job: Job
    private let link: Link
    private var isBlocking = true
    private let isCancelled = Atomic<Bool>(false)
    private var generation: UInt64 = 0

    /// The page being handed out, and how many of its records have been.
    private(set) var page: Page
    private var position = 0
    /// The page that the call fills.
    private var upcoming: Page
    private var call: Call?
    /// Of listings.
    private var pager: Pager?
    private var following = Following.page(nil)
    private var ending: Ending?
    /// The time limit of the pages that one `next` fetches: while empty ones come, it goes on.
    private var callLimit: TimeLimit?
    private var pagesFetched = 0
    private var itemsLeft: Int64
    /// The record lent, pointed at one after another.
    let record: Record?
    private var cursorBehindPage: [UInt8]?
    private var lastCursor: [UInt8]?
    /// A text that the caller has borrowed until the next call.
    let composed = ByteBuffer()
    /// Ended by a NUL for the caller.
    private var lentCursor: [UInt8]?

    /// What comes after the page being handed out.
    private enum Following {
        case page([UInt8]?)
        case end
        case failure(Failure)
    }

    private enum Ending {
        case done
        case failure(Failure)
    }

    /// `kind` nil: no record comes of the job.
    init(_ job: Job, _ kind: Record.Kind?, on link: Link) {
        self.job = job
        self.kind = kind
        self.link = link
        let schema = kind?.schema ?? .envelope
        page = Page(schema)
        upcoming = Page(schema)
        record = kind.map { Record($0) }
        if case .list(let listing) = job {
            pager = Pager(listing.query)
            itemsLeft = listing.query.maximumItems ?? .max
            following = .page(listing.query.start)
            lastCursor = listing.query.start
        } else {
            pager = nil
            itemsLeft = .max
        }
    }

    deinit {
        call?.abandon(now: cplatform_monotonic_ms())
    }

    // MARK: Handing out

    /// Makes the next record the current one.
    func next() throws(Failure) -> Outcome {
        let outcome = try fill()
        if outcome == .record { handOut(1) }
        return outcome
    }

    enum PageOutcome {
        case records(Range<Int>)
        case done, pending
    }

    /// Hands out all that is left of the page, else of the next one.
    func nextPage() throws(Failure) -> PageOutcome {
        switch try fill() {
        case .done: return .done
        case .pending: return .pending
        case .record:
            let range = position..<(position &+ available)
            handOut(range.count)
            return .records(range)
        }
    }

    /// The number of the current record in its page.
    var currentRecord: Int { position &- 1 }

    /// Points the record lent at the current one.
    func pointRecord() throws(Failure) {
        guard let record, !record.point(at: currentRecord, of: page.index, in: page.text.bytes) else { return }
        throw endForShortage()
    }

    /// Without memory for what was to be handed out the listing would lose it.
    func endForShortage() -> Failure { end(Failure(.outOfMemory, Failure.outOfMemoryMessage)) }

    private var available: Int {
        let left = page.index.count &- position
        return itemsLeft < Int64(left) ? Int(truncatingIfNeeded: itemsLeft) : left
    }

    private func handOut(_ count: Int) {
        position &+= count
        if kind == .event, let id = record?.id(of: currentRecord, in: page) { lastCursor = id }
        itemsLeft &-= Int64(count)
        if position == page.index.count { pageIsHandedOut() }
    }

    private func pageIsHandedOut() {
        if let cursorBehindPage, kind != .event { lastCursor = cursorBehindPage }
        cursorBehindPage = nil
    }

    // MARK: Cursor

    /// Ended by a NUL, kept until the next call.
    func cursor() -> UnsafePointer<CChar>? {
        guard let lastCursor, kind == .event || pagesFetched > 0 && !endedAtLastPage, pager?.canResume == true else {
            return nil
        }
        if lentCursor == nil { lentCursor = lastCursor + [0] }
        return lentCursor?.withUnsafeBufferPointer { buffer in
            UnsafeRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self)
        }
    }

    private var endedAtLastPage: Bool {
        if case .end = following, case .done = ending, position == page.index.count { return true }
        return false
    }

    // MARK: Getting further

    /// Ensures that a record is there to hand out, or says why not.
    private func fill() throws(Failure) -> Outcome {
        page.takeBack()
        lentCursor = nil
        if let ending {
            let now = cplatform_monotonic_ms()
            _ = link.reactor.wait(until: now, now: now)  // a cancel may have made the descriptor readable
            if case .failure(let failure) = ending { throw failure }
            return .done
        }
        if call == nil { generation = link.client.cancelGeneration }
        try checkCancel()
        if record?.isShortOfMemory == true { throw endForShortage() }
        if available > 0 {
            lookAheadIfDue()
            return .record
        }
        while true {
            if available > 0 { return .record }
            if itemsLeft == 0 { return finish() }
            switch following {
            case .end: return finish()
            case .failure(let failure): throw end(failure)
            case .page:
                if try !fetch() { return .pending }
            }
        }
    }

    private func finish() -> Outcome {
        ending = .done
        stop()
        return .done
    }

    private func end(_ failure: Failure) -> Failure {
        ending = .failure(failure)
        stop()
        return failure
    }

    /// Nothing more is sent; the connection is free for others.
    private func stop() {
        let now = cplatform_monotonic_ms()
        call?.abandon(now: now)
        call = nil
        link.giveBack()
        _ = link.reactor.arm(at: nil, now: now)
    }

    /// Drives the call to the next page. False: pending.
    private func fetch() throws(Failure) -> Bool {
        try leaveParent()
        guard link.reactor.isIntact, call?.hasLostDescriptors != true else { throw end(Descriptor.loss) }
        var now = cplatform_monotonic_ms()
        var events = call == nil ? [] : try wait(until: now, now: now)
        while true {
            try checkCancel()
            let call = startedCall(now: now)
            let progress = call.step(events, now: now, isAwaited: true, callerMayBeLate: !isBlocking)
            try checkCancel()
            switch progress {
            case .answered:
                try turnPage(call)
                return true
            case .failed(let failure):
                throw end(failure)
            case .waiting(let until):
                if try leaveParent() {
                    events = []
                } else if isBlocking {
                    events = try wait(until: until ?? now &+ 60_000, now: now)
                    try leaveParent()
                } else {
                    guard link.reactor.arm(at: until, now: now) else { throw end(Descriptor.loss) }
                    try checkCancel()  // arming may have undone its firing
                    return false
                }
                now = cplatform_monotonic_ms()
            }
        }
    }

    private func wait(until limit: Int64, now: Int64) throws(Failure) -> [Reactor.Event] {
        guard let events = link.reactor.wait(until: limit, now: now) else { throw end(Descriptor.loss) }
        return events
    }

    private func startedCall(now: Int64) -> Call {
        if let call { return call }
        let started = Call(
            nextRequest(), lane: pace.map { link.client.lane(of: $0) }, into: upcoming, on: link, now: now,
            callLimit: callLimit)
        upcoming.removeAll()
        call = started
        return started
    }

    private func nextRequest() -> Request {
        switch job {
        case .fetch(let request), .command(let request): return request
        case .list(let listing):
            var cursor: [UInt8]?
            if case .page(let next) = following { cursor = next }
            return listing.request(cursor: cursor, pager?.direction ?? listing.query.direction)
        }
    }

    private var pace: Listing.Pace? {
        if case .list(let listing) = job { return listing.pace }
        return nil
    }

    /// The answer becomes the page to hand out.
    private func turnPage(_ call: Call) throws(Failure) {
        self.call = nil
        if case .command = job {
            following = .end
            return
        }
        do throws(JSONFailure) {
            try upcoming.parse(job.isList ? .list : .record)
        } catch {
            throw end(
                .unexpected(
                    error, call.request, httpStatus: call.httpStatus, call.head, body: upcoming.surrenderText(),
                    link.client.transport.redactor))
        }
        if pager?.isSettling == true, record?.isShared(by: page, upcoming) == true {
            following = .end
            return
        }
        swap(&page, &upcoming)
        position = 0
        pagesFetched &+= 1
        callLimit = page.index.count == 0 ? call.callLimit : nil
        determineFollowing(call.request)
        endAtRange()
        if page.index.count == 0 { pageIsHandedOut() }
        learnDirectory(call)
        lookAheadIfDue()
    }

    private func determineFollowing(_ request: Request) {
        let surroundings = Pager.Surroundings(before: page.before, after: page.after, count: page.index.count)
        cursorBehindPage = nil
        switch pager?.next(after: surroundings) ?? .end {
        case .end:
            following = .end
        case .page(let cursor):
            following = .page(cursor)
            cursorBehindPage = cursor
        case .loop(let cursor):
            var message = Failure.message(
                request, ": the server sent the cursor ", link.client.transport.redactor)
            message.append(quoted: cursor)
            message.append(" for the second time; the list is not complete")
            following = .failure(Failure(.paginationLoop, message))
        case .tooManyEmptyPages:
            let message = Failure.message(
                request, ": 10,000 empty pages in a row; the list is not complete", link.client.transport.redactor)
            following = .failure(Failure(.protocolViolation, message))
        }
    }

    private func endAtRange() {
        guard case .list(let listing) = job, let range = listing.range,
            let end = record?.firstEvent(of: page, beyond: range)
        else { return }
        page.index.truncate(to: end)
        following = .end
    }

    /// A listing by group alone is limited by the directory that its answers name.
    private func learnDirectory(_ call: Call) {
        guard let pace, case .group(let group) = pace, link.client.lane(of: pace) == PacingLanes.unknown,
            page.index.count > 0, let record
        else { return }
        record.point(at: 0, of: page.index, in: page.text.bytes)
        guard let directory = record.decodedText(UserField.directoryID.rawValue) else { return }
        link.client.learn(
            group, isOf: CText.bytes(directory.start), ticket: call.lastTicket, now: cplatform_monotonic_ms())
    }

    // MARK: Looking ahead

    /// From the second page on, the next request is sent before the page is handed out; the socket's buffer
    /// receives the answer while the caller works. Where the pace forbids it yet, a later call sends it.
    private func lookAheadIfDue() {
        guard pagesFetched >= 2, link.client.options.looksAhead, case .page = following,
            itemsLeft > Int64(page.index.count &- position), call?.isWaitingToSend != false, !link.isInherited
        else { return }
        let now = cplatform_monotonic_ms()
        _ = startedCall(now: now).step([], now: now, isAwaited: false, callerMayBeLate: false)
    }

    // MARK: Cancel and fork

    private func checkCancel() throws(Failure) {
        guard isCancelled.load(ordering: .acquiring) || generation != link.client.cancelGeneration else { return }
        position = page.index.count
        throw end(Failure(.cancelled, "cancelled"))
    }

    /// Async-signal-safe.
    func cancel() {
        isCancelled.store(true, ordering: .releasing)
        link.reactor.timer.fire()
    }

    /// In a forked child: goes on with what is its own. Returns whether anything was the parent's.
    @discardableResult
    private func leaveParent() throws(Failure) -> Bool {
        guard link.isInherited else { return false }
        if call?.leaveParent() == false { call = nil }
        do throws(Failure) { return try link.leaveParent() } catch let failure { throw end(failure) }
    }

    // MARK: Event loops

    func setBlocking(_ blocking: Bool) { isBlocking = blocking }

    func descriptor() throws(Failure) -> Int32 {
        if ending == nil { try leaveParent() }
        return link.reactor.number
    }
}

extension Job {
    var isList: Bool {
        if case .list = self { return true }
        return false
    }
}
