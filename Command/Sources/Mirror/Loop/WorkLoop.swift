import Glibc

/// Something that goes on whenever one of its descriptors is readable.
protocol Work: AnyObject {
    /// Goes on until it has to wait.
    func advance() throws -> Progress
    var descriptors: [Int32] { get }
    /// When it wants to go on without a descriptor.
    var wakesAt: Double? { get }
}

enum Progress {
    case waiting
    /// There is more at once; others may have their turn first.
    case ready
    case finished
}

/// One thread for everything that is under way.
final class WorkLoop {
    /// What comes within this time is written together: each commit writes pages that the next rows go into again. Another
    /// program that writes into the file has to wait as long.
    private static let commitInterval = 0.01

    private let store: any Store
    private let signals: SignalPipe
    private let service: ServiceManager?

    init(_ store: any Store, _ signals: SignalPipe, _ service: ServiceManager? = nil) {
        self.store = store
        self.signals = signals
        self.service = service
    }

    /// SIGHUP has come since the last call.
    func takeReload() -> Bool { signals.takeReload() }

    /// For work that takes long and is not done in turns.
    func checkStop() throws {
        service?.signOfLife(now: MonotonicClock.now)
        if signals.isStopping() { throw MirrorError.stopped }
    }

    /// Until all of it is finished, or until `end`: `limit` at a time, in order. What is finished is taken out. Throws
    /// what one of them throws, and `.stopped`.
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
            if !finished.isEmpty { works.removeAll { finished.contains(ObjectIdentifier($0)) } }
            let now = MonotonicClock.now
            let isOver = works.isEmpty || now >= end
            if hasAdvanced, commitsAt == nil { commitsAt = now + Self.commitInterval }
            if let due = commitsAt, isOver || now >= due {
                try store.commit()
                commitsAt = nil
            }
            if isOver { return }
            let active = works.prefix(limit)
            let hasNews = active.contains {
                ready.contains(ObjectIdentifier($0)) || !begun.contains(ObjectIdentifier($0))
            }
            ready.formUnion(wait(active, until: hasNews ? now : min(end, commitsAt ?? end)))
        }
    }

    /// Until that time, or until a signal.
    func sleep(until time: Double) throws {
        while !signals.wantsReload, MonotonicClock.now < time {
            if signals.wantsStop { throw MirrorError.stopped }
            _ = wait([], until: time)
        }
    }

    /// Those that can go on.
    private func wait(_ works: ArraySlice<any Work>, until end: Double) -> Set<ObjectIdentifier> {
        var polled = [pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)]
        var owners: [ObjectIdentifier] = []
        var due = min(end, service?.wakesAt ?? end)
        for work in works {
            for descriptor in work.descriptors {
                polled.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
                owners.append(ObjectIdentifier(work))
            }
            if let wakesAt = work.wakesAt { due = min(due, wakesAt) }
        }
        // Rounded up: a millisecond early would mean a turn for nothing.
        let milliseconds = min(max(0, due - MonotonicClock.now) * 1000, 3_600_000).rounded(.up)
        _ = poll(&polled, nfds_t(polled.count), Int32(milliseconds))
        if polled[0].revents != 0 { signals.read() }
        let now = MonotonicClock.now
        service?.signOfLife(now: now)
        var ready = Set(works.filter { $0.wakesAt.map { $0 <= now } ?? false }.map(ObjectIdentifier.init))
        for (entry, owner) in zip(polled.dropFirst(), owners) where entry.revents != 0 { ready.insert(owner) }
        return ready
    }
}
