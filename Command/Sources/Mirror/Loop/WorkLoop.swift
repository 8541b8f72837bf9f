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
    private let store: MirrorStore
    private let signals: SignalPipe
    private let service: ServiceManager?
    /// SIGHUP has come and nobody has acted on it.
    private(set) var wantsReload = false

    init(_ store: MirrorStore, _ signals: SignalPipe, _ service: ServiceManager? = nil) {
        self.store = store
        self.signals = signals
        self.service = service
    }

    func takeReload() -> Bool {
        defer { wantsReload = false }
        return wantsReload
    }

    /// Until all of it is finished, `limit` at a time, in order. Throws what one of them throws, and `.stopped`.
    func run(_ works: [any Work], atOnce limit: Int = 20) throws {
        var upcoming = works[...]
        var active: [(work: any Work, isReady: Bool)] = []
        while true {
            while active.count < limit, let next = upcoming.popFirst() { active.append((next, true)) }
            for index in active.indices.reversed() where active[index].isReady {
                switch try active[index].work.advance() {
                case .waiting: active[index].isReady = false
                case .ready: break
                case .finished: active.remove(at: index)
                }
            }
            try store.commitIfDue()
            let hasRoom = active.count < limit
            if active.isEmpty && upcoming.isEmpty { return }
            try wait(&active, for: hasRoom && !upcoming.isEmpty ? 0 : nil)
        }
    }

    /// Until that time, or until SIGHUP.
    func sleep(until time: Double) throws {
        var nothing: [(work: any Work, isReady: Bool)] = []
        while !wantsReload, MonotonicClock.now < time { try wait(&nothing, for: time - MonotonicClock.now) }
    }

    private func wait(_ active: inout [(work: any Work, isReady: Bool)], for longest: Double?) throws {
        var polled = [pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)]
        var owners = [-1]
        var due = [store.commitDue, service?.wakesAt].compactMap { $0 }
        for (index, entry) in active.enumerated() {
            for descriptor in entry.work.descriptors {
                polled.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
                owners.append(index)
            }
            if let wakesAt = entry.work.wakesAt { due.append(wakesAt) }
        }
        let isReady = active.contains(where: \.isReady)
        let now = MonotonicClock.now
        let seconds = isReady ? 0 : min(longest ?? 3600, due.min().map { max(0, $0 - now) } ?? 3600)
        // Rounded up: a millisecond early would mean a turn for nothing.
        _ = poll(&polled, nfds_t(polled.count), Int32((seconds * 1000).rounded(.up)))
        if polled[0].revents != 0 { try obey() }
        for (place, entry) in polled.enumerated().dropFirst() where entry.revents != 0 {
            active[owners[place]].isReady = true
        }
        let later = MonotonicClock.now
        service?.signOfLife(now: later)
        for index in active.indices {
            if let wakesAt = active[index].work.wakesAt, wakesAt <= later { active[index].isReady = true }
        }
        try store.commitIfDue()
    }

    private func obey() throws {
        switch signals.take() {
        case .stop: throw MirrorError.stopped
        case .reload: wantsReload = true
        case nil: break
        }
    }
}
