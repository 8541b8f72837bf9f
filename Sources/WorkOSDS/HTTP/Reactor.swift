import CCurl
import CPlatform

/// An iterator's descriptors: an epoll set that holds its connection's sockets, an eventfd that a cancel writes
/// to, the client's eventfd for cancelling everything, and a timer that is armed only when a call answers
/// PENDING. The epoll descriptor is what an event loop of the caller waits on.
final class Reactor {
    struct Event {
        let socket: Int32
        let mask: Int32  // CURL_CSELECT_...
    }

    let descriptor: Int32
    let cancelDescriptor: Int32
    private let clientCancelDescriptor: Int32
    private var timer: Int32 = -1
    private var timerIsArmed = false
    private var watchFailed = false
    private(set) var processID: pid_t
    private let buffer = UnsafeMutablePointer<epoll_event>.allocate(capacity: Reactor.bufferSize)

    private static let bufferSize = 16

    /// nil when the process or the system has no descriptors left.
    init?(clientCancelDescriptor: Int32) {
        self.clientCancelDescriptor = clientCancelDescriptor
        processID = getpid()
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        cancelDescriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        if descriptor < 0 || cancelDescriptor < 0 || !watchCancel() { return nil }
    }

    deinit {
        for open in [descriptor, cancelDescriptor, timer] where open >= 0 { close(open) }
        buffer.deallocate()
    }

    var isInherited: Bool { processID != getpid() }

    /// In a forked child the descriptors are the parent's: new ones take their numbers. False when there are
    /// none left.
    func replaceInherited() -> Bool {
        processID = getpid()
        timerIsArmed = false
        let replacements = [
            (descriptor, epoll_create1(Int32(EPOLL_CLOEXEC))),
            (cancelDescriptor, eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))),
            (timer, timer < 0 ? -1 : timerfd_create(CLOCK_MONOTONIC, Int32(TFD_CLOEXEC) | Int32(TFD_NONBLOCK))),
        ]
        var complete = true
        for (old, new) in replacements where old >= 0 {
            if new < 0 || cplatform_replace_descriptor(new, old) < 0 { complete = false }
            if new >= 0 { close(new) }
        }
        if timer >= 0, !add(timer, EPOLLIN.rawValue) { complete = false }
        return watchCancel() && complete
    }

    // MARK: Sockets

    /// libcurl's wish for a socket. A set that another process shares is left alone.
    func watch(_ socket: Int32, _ action: Int32) {
        if isInherited { return }
        var event = epoll_event()
        event.data.fd = socket
        if action == CURL_POLL_IN || action == CURL_POLL_INOUT { event.events |= EPOLLIN.rawValue }
        if action == CURL_POLL_OUT || action == CURL_POLL_INOUT { event.events |= EPOLLOUT.rawValue }
        if event.events == 0 {
            epoll_ctl(descriptor, EPOLL_CTL_DEL, socket, nil)
        } else if epoll_ctl(descriptor, EPOLL_CTL_MOD, socket, &event) != 0,
            epoll_ctl(descriptor, EPOLL_CTL_ADD, socket, &event) != 0
        {
            watchFailed = true
        }
    }

    /// Whether a socket could not be watched since the last call of this.
    func takeWatchFailure() -> Bool {
        defer { watchFailed = false }
        return watchFailed
    }

    // MARK: Waiting

    /// Waits until something happens or the monotonic clock reads `limit`; a limit in the past only looks.
    /// Returns the sockets that are ready.
    func wait(until limit: Int64, now: Int64) -> [Event] {
        if isInherited { return [] }  // looking would take events from the parent
        let milliseconds = Int32(clamping: max(limit &- now, 0))
        let count = epoll_wait(descriptor, buffer, Int32(Self.bufferSize), milliseconds)
        var events: [Event] = []
        for index in 0..<max(Int(count), 0) {
            let event = buffer[index]
            switch event.data.fd {
            case cancelDescriptor, timer: drain(event.data.fd)
            case clientCancelDescriptor: break  // edge-triggered, never read: every iterator shall see it
            default: events.append(Event(socket: event.data.fd, mask: Self.selectMask(event.events)))
            }
        }
        return events
    }

    /// Makes the descriptor readable when the monotonic clock reads `limit`; nil: never. False if it cannot be done.
    func arm(at limit: Int64?, now: Int64) -> Bool {
        if limit == nil && !timerIsArmed || isInherited { return true }
        if timer < 0, !makeTimer() { return false }
        var setting = itimerspec()
        if let limit {
            // A value of zero would disarm it.
            let wait = max(limit &- now, 0)
            setting.it_value.tv_sec = Int(wait / 1000)
            setting.it_value.tv_nsec = Int(wait % 1000) &* 1_000_000 &+ 1
        }
        timerIsArmed = limit != nil
        return timerfd_settime(timer, 0, &setting, nil) == 0
    }

    private func makeTimer() -> Bool {
        let made = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_CLOEXEC) | Int32(TFD_NONBLOCK))
        guard made >= 0, add(made, EPOLLIN.rawValue) else {
            if made >= 0 { close(made) }
            return false
        }
        timer = made
        return true
    }

    private func watchCancel() -> Bool {
        let edgeTriggered = EPOLLIN.rawValue | EPOLLET.rawValue
        return add(cancelDescriptor, EPOLLIN.rawValue)
            && (clientCancelDescriptor < 0 || add(clientCancelDescriptor, edgeTriggered))
    }

    private func add(_ added: Int32, _ events: UInt32) -> Bool {
        var event = epoll_event()
        event.events = events
        event.data.fd = added
        return epoll_ctl(descriptor, EPOLL_CTL_ADD, added, &event) == 0
    }

    private func drain(_ descriptor: Int32) {
        var value: UInt64 = 0
        _ = read(descriptor, &value, 8)
        if descriptor == timer { timerIsArmed = false }
    }

    private static func selectMask(_ events: UInt32) -> Int32 {
        var mask: Int32 = 0
        if events & (EPOLLIN.rawValue | EPOLLHUP.rawValue) != 0 { mask |= CURL_CSELECT_IN }
        if events & EPOLLOUT.rawValue != 0 { mask |= CURL_CSELECT_OUT }
        if events & EPOLLERR.rawValue != 0 { mask |= CURL_CSELECT_ERR }
        return mask
    }
}
