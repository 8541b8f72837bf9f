import CCurl
import CPlatform

/// The sockets of a connection, which libcurl opens, watches and closes through callbacks, and the wake-up descriptors of
/// its multi handle. Knows which numbers the host has closed, and closes them in a forked child.
final class ConnectionSockets {
    private let opened: UnsafeMutablePointer<cplatform_opened>
    /// The borrower's epoll set; nil in the pool.
    private var reactor: Reactor?
    /// Whether libcurl's attempt to connect failed because no descriptor was left.
    private(set) var isShortOfDescriptors = false

    init() {
        opened = .allocate(capacity: 1)
        opened.initialize(to: cplatform_opened())
    }

    deinit { opened.deallocate() }

    /// The wake-up descriptors of a new multi handle.
    func adopt(wakeup: (Int32, Int32)) {
        withUnsafeBytes(of: wakeup) { numbers in
            cplatform_adopt_wakeup(opened, numbers.baseAddress?.assumingMemoryBound(to: Int32.self))
        }
    }

    /// The multi handle closes its wake-up descriptors itself when it is freed.
    func forgetWakeup() { cplatform_forget_wakeup(opened) }

    /// Whether the host has not closed the sockets, nor `withWakeup` the wake-up descriptors.
    func areIntact(withWakeup: Bool) -> Bool { cplatform_is_intact(opened, withWakeup ? 1 : 0) == 1 }

    /// Whether one is readable.
    var haveInput: Bool { cplatform_has_input(opened) == 1 }

    /// Forgets the sockets that no longer exist: libcurl 7.88 closes one that is still connecting without its callback.
    func tidy() { cplatform_tidy_sockets(opened) }

    func closeAll() { cplatform_close_all(opened) }

    // MARK: Use

    /// They are in the set of the iterator that borrows the connection.
    func borrow(_ reactor: Reactor) {
        self.reactor = reactor
        isShortOfDescriptors = false
    }

    /// For the pool: they no longer refer to an iterator's set.
    func park() { reactor = nil }

    /// Whether watching a socket has failed since the last call of this.
    func takeWatchFailure() -> Bool { reactor?.takeWatchFailure() == true }

    // MARK: libcurl's callbacks

    /// The pointer is not retained: the connection frees the handles before its sockets.
    private static func from(_ data: UnsafeMutableRawPointer) -> ConnectionSockets {
        Unmanaged<ConnectionSockets>.fromOpaque(data).takeUnretainedValue()
    }

    func register(withMulti multi: UnsafeMutableRawPointer) {
        ccurl_multi_set_socket(
            multi,
            { _, socket, action, data, _ in
                if let data { ConnectionSockets.from(data).watch(socket, action) }
                return 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    func register(withEasy easy: UnsafeMutableRawPointer) {
        let data = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_open_socket(
            easy,
            { data, _, address in
                guard let data, let address else { return CURL_SOCKET_BAD }
                return ConnectionSockets.from(data).open(address.pointee)
            }, data)
        ccurl_set_close_socket(
            easy,
            { data, descriptor in
                if let data { cplatform_close_socket(ConnectionSockets.from(data).opened, descriptor) }
                return 0
            }, data)
    }

    /// Called by libcurl when it wants other events, or none, of a socket.
    private func watch(_ socket: Int32, _ action: Int32) {
        // Not every version of libcurl sets close-on-exec for its name resolution socket.
        if cplatform_has_socket(opened, socket) == 0 { cplatform_set_close_on_exec(socket) }
        reactor?.watch(socket, action)
    }

    /// Opened here, so that it is closed on exec from the start and known in a forked child.
    private func open(_ address: curl_sockaddr) -> Int32 {
        let number = cplatform_open_socket(opened, address.family, address.socktype, address.protocol)
        if number < 0 { isShortOfDescriptors = Descriptor.areShort(cplatform_errno()) }
        return number
    }
}
