import Glibc

/// A task that continues when one of its descriptors is readable.
protocol Work: AnyObject {
    /// Continues until it must wait.
    func advance() throws -> Progress
    var descriptors: [Int32] { get }
    /// When to continue without a ready descriptor.
    var wakesAt: Double? { get }
}

/// Whether a task can continue.
enum Progress {
    case waiting
    /// It can continue at once, after other tasks.
    case ready
    case finished
}

/// Runs all tasks on one thread.
final class WorkLoop {
    private let store: any Store
    private let signals: SignalPipe
    private let service: ServiceManager?
    /// What is done every so many seconds while the loop waits, and when next.
    private var repetition: (interval: Double, dueAt: Double, body: () throws -> Void)?

    init(_ store: any Store, _ signals: SignalPipe, _ service: ServiceManager? = nil) {
        self.store = store
        self.signals = signals
        self.service = service
    }

    /// Calls `body` every `interval` seconds while the loop waits. Its errors end the tasks.
    func `repeat`(every interval: Double, _ body: @escaping () throws -> Void) { repetition = (interval, 0, body) }

    /// Whether SIGHUP has arrived since the last call.
    func takeReload() -> Bool { signals.takeReload() }

    var wantsReload: Bool { signals.wantsReload }

    /// For long work that is not split into steps.
    func checkStop() throws {
        service?.signOfLife(now: MonotonicClock.now)
        if signals.isStopping() { throw MirrorError.stopped }
    }

    /// Runs until all tasks are finished, or until `end`, `limit` at a time, in order. Removes finished tasks. Throws
    /// their errors, and `.stopped`.
    func run(_ works: inout [any Work], atOnce limit: Int = 20, until end: Double = .infinity) throws {
        var ready: Set<ObjectIdentifier> = []
        var begun: Set<ObjectIdentifier> = []
        var commitsAt: Double?
        while !works.isEmpty {
            if signals.wantsStop { throw MirrorError.stopped }
            var finished: Set<ObjectIdentifier> = []
            var hasAdvanced = false
            for work in works.prefix(limit) {
                let id = ObjectIdentifier(work)
                guard begun.insert(id).inserted || ready.contains(id) else { continue }
                hasAdvanced = true
                switch try work.advance() {
                case .waiting: ready.remove(id)
                case .ready: ready.insert(id)
                case .finished: finished.insert(id)
                }
            }
            if !finished.isEmpty {
                let going = works.prefix(limit).filter { !finished.contains(ObjectIdentifier($0)) }
                works.replaceSubrange(..<min(limit, works.count), with: going)
            }
            let now = MonotonicClock.now
            let isOver = works.isEmpty || now >= end
            if hasAdvanced, commitsAt == nil { commitsAt = now + store.commitInterval }
            if let due = commitsAt, isOver || now >= due {
                try store.commit()
                commitsAt = nil
            }
            if isOver { return }
            let active = works.prefix(limit)
            let hasNews = active.contains {
                ready.contains(ObjectIdentifier($0)) || !begun.contains(ObjectIdentifier($0))
            }
            ready.formUnion(try wait(active, until: hasNews ? now : min(end, commitsAt ?? end)))
        }
    }

    /// Waits until that time, or until a signal.
    /// - Parameter wakes: whether SIGHUP ends the wait.
    func sleep(until time: Double, forReload wakes: Bool = true) throws {
        while !(wakes && signals.wantsReload), MonotonicClock.now < time {
            if signals.wantsStop { throw MirrorError.stopped }
            // What fails without work is found by the next work.
            _ = try? wait([], until: time)
        }
    }

    /// The tasks that can continue.
    private func wait(_ works: ArraySlice<any Work>, until end: Double) throws -> Set<ObjectIdentifier> {
        var polled = [pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)]
        var owners: [ObjectIdentifier] = []
        var due = min(end, service?.wakesAt ?? end, repetition?.dueAt ?? end)
        for work in works {
            for descriptor in work.descriptors {
                polled.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
                owners.append(ObjectIdentifier(work))
            }
            if let wakesAt = work.wakesAt { due = min(due, wakesAt) }
        }
        // Rounded up, because waking up a millisecond early would be useless.
        let milliseconds = min(max(0, due - MonotonicClock.now) * 1000, 3_600_000).rounded(.up)
        _ = poll(&polled, nfds_t(polled.count), Int32(milliseconds))
        if polled[0].revents != 0 { signals.read() }
        let now = MonotonicClock.now
        service?.signOfLife(now: now)
        if let (interval, dueAt, body) = repetition, now >= dueAt {
            repetition?.dueAt = now + interval
            try body()
        }
        var ready = Set(works.filter { $0.wakesAt.map { $0 <= now } ?? false }.map(ObjectIdentifier.init))
        for (entry, owner) in zip(polled.dropFirst(), owners) where entry.revents != 0 { ready.insert(owner) }
        return ready
    }
}
