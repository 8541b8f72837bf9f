import CCurl
import CPlatform

/// An iterator's epoll set: its connection's sockets, a timer, and the client's timer for cancelling everything. A
/// caller's event loop waits for the epoll descriptor. The iterator's timer fires when a call that returned PENDING is
/// due, and when the iterator is cancelled.
///
/// One per session, and used by the thread that uses the iterator. Only the two timers are touched by others: `cancel`
/// of any thread or signal handler sets them.
final class Reactor {
    /// A ready socket, in libcurl's terms.
    struct Event {
        let socket: Int32
        let mask: Int32  // CURL_CSELECT_...
    }

    /// The caller's event loop knows its number, which therefore stays the same, if possible also in a forked child.
    private var epollSet = Descriptor.none
    private(set) var timer = Descriptor.none
    /// The client's timer, which the client owns; `none` before `open`.
    private var clientCancel = Descriptor.none
    /// Set by `arm`, not by a cancel. Saves a system call if nothing was armed.
    private var timerIsArmed = false
    /// Whether a socket could not be watched, which `Connection.perform` reports.
    private var watchFailed = false
    /// The process that `open` was called in; 0 before.
    private(set) var epoch: UInt32 = 0
    /// Filled by epoll_wait. Allocated once: a call that waits needs no memory.
    private let buffer = UnsafeMutablePointer<epoll_event>.allocate(capacity: Reactor.bufferSize)

    /// A connection has one or two sockets; the rest of a larger number is reported by the next call.
    private static let bufferSize = 16

    deinit {
        epollSet.close()
        timer.close()
        buffer.deallocate()
    }

    /// The descriptor for the caller's event loop.
    var number: Int32 { epollSet.number }

    var isInherited: Bool { epoch != ProcessGate.epoch }

    /// Whether the host has not closed the descriptors.
    var isIntact: Bool { epollSet.isOwn }

    /// Opens the descriptors for this process; in a forked child under their previous numbers, unless the host has
    /// taken them. False if no descriptor is left.
    func open(clientCancel: Descriptor) -> Bool {
        guard clientCancel.exists else { return false }
        let now = ProcessGate.epoch
        // The timer first, since the set refers to it by number.
        let madeTimer = Descriptor(entry: cplatform_timer())
        if madeTimer.exists { timer = timer.replaced(by: madeTimer) }
        let madeSet = madeTimer.exists ? Descriptor(entry: cplatform_epoll(timer.entry)) : Descriptor.none
        if !madeSet.exists { return false }
        epollSet = epollSet.replaced(by: madeSet)
        self.clientCancel = clientCancel
        timerIsArmed = false
        epoch = now
        return add(clientCancel, CPLATFORM_EPOLLIN | CPLATFORM_EPOLLET)
    }

    // MARK: Sockets

    /// Called by libcurl to watch a socket. Does not change a set that is shared with another process. MOD first,
    /// because most sockets are in the set already; ADD if it is not.
    func watch(_ socket: Int32, _ action: Int32) {
        if isInherited { return }
        var event = epoll_event()
        event.data.fd = socket
        if action == CURL_POLL_IN || action == CURL_POLL_INOUT { event.events |= CPLATFORM_EPOLLIN }
        if action == CURL_POLL_OUT || action == CURL_POLL_INOUT { event.events |= CPLATFORM_EPOLLOUT }
        if event.events == 0 {
            epoll_ctl(epollSet.number, EPOLL_CTL_DEL, socket, nil)
        } else if epoll_ctl(epollSet.number, EPOLL_CTL_MOD, socket, &event) != 0,
            epoll_ctl(epollSet.number, EPOLL_CTL_ADD, socket, &event) != 0
        {
            watchFailed = true
        }
    }

    /// Whether watching a socket has failed since the last call of this.
    func takeWatchFailure() -> Bool {
        defer { watchFailed = false }
        return watchFailed
    }

    // MARK: Waiting

    /// Waits for events until the monotonic clock reads `limit`; does not wait if that is in the past. Returns the
    /// ready sockets; nil if the set no longer exists. A signal ends the wait early, without events, and the caller
    /// looks at the clock again.
    func wait(until limit: Int64, now: Int64) -> [Event]? {
        if isInherited { return [] }  // epoll_wait would take events from the parent
        let milliseconds = Int32(clamping: max(limit &- now, 0))
        let count = epoll_wait(epollSet.number, buffer, Int32(Self.bufferSize), milliseconds)
        if count < 0, cplatform_errno() != EINTR { return nil }
        var events: [Event] = []
        for index in 0..<max(Int(count), 0) {
            let event = buffer[index]
            switch event.data.fd {
            case timer.number: drainTimer()
            case clientCancel.number: break  // edge-triggered and never read, so that every iterator sees it
            default: events.append(Event(socket: event.data.fd, mask: Self.selectMask(event.events)))
            }
        }
        return events
    }

    /// Makes the descriptor readable when the monotonic clock reads `limit`; never if nil. May undo the timer set by a
    /// cancel, so the caller must check for one afterwards. False on failure.
    func arm(at limit: Int64?, now: Int64) -> Bool {
        if limit == nil && !timerIsArmed || isInherited { return true }
        timerIsArmed = limit != nil
        // 0 would disarm the timer.
        let wait = limit.map { min(max($0 &- now, 0), 1_000_000_000_000) &* 1_000_000 &+ 1 } ?? 0
        return cplatform_timer_set(timer.entry, wait) == 0
    }

    private func add(_ added: Descriptor, _ events: UInt32) -> Bool {
        var event = epoll_event()
        event.events = events
        event.data.fd = added.number
        return epoll_ctl(epollSet.number, EPOLL_CTL_ADD, added.number, &event) == 0
    }

    /// A timer stays readable until it is read, and the descriptor with it.
    private func drainTimer() {
        var value: UInt64 = 0
        _ = read(timer.number, &value, 8)
        timerIsArmed = false
    }

    /// A hang-up is readable: libcurl reads the rest, then the end of the stream.
    private static func selectMask(_ events: UInt32) -> Int32 {
        var mask: Int32 = 0
        if events & (CPLATFORM_EPOLLIN | CPLATFORM_EPOLLHUP) != 0 { mask |= CURL_CSELECT_IN }
        if events & CPLATFORM_EPOLLOUT != 0 { mask |= CURL_CSELECT_OUT }
        // An error can come alone, before the kernel has marked the socket as closed. libcurl would then call it an error of
        // poll(). With the others it reads or writes, and learns what happened.
        if events & CPLATFORM_EPOLLERR != 0 { mask |= CURL_CSELECT_IN | CURL_CSELECT_OUT | CURL_CSELECT_ERR }
        return mask
    }
}
