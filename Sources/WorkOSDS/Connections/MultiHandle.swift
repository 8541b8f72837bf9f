import CCurl
import CPlatform

/// A libcurl multi handle, which runs the request of one easy handle when a socket is ready or libcurl's timer is due.
/// `Connection` calls `free`.
final class MultiHandle {
    private let pointer: UnsafeMutableRawPointer
    /// The first failure. libcurl 7.88 must not be called with the handle after it, except to free it.
    private(set) var failure: CURLMcode?
    /// When libcurl must be called although no socket is ready, as its timer callback said; nil for never.
    private(set) var timerDue: Int64?  // on the monotonic clock

    /// nil if libcurl has no memory or no descriptor. The wake-up's descriptors are found here and nowhere else, because
    /// libcurl has no call that returns them (ccurl.h).
    static func make(_ sockets: ConnectionSockets) -> MultiHandle? {
        var wakeup: (Int32, Int32) = (-1, -1)
        let pointer = withUnsafeMutableBytes(of: &wakeup) { numbers in
            ccurl_multi_init(numbers.baseAddress?.assumingMemoryBound(to: Int32.self))
        }
        guard let pointer else { return nil }
        sockets.adopt(wakeup: wakeup)
        return MultiHandle(pointer, sockets)
    }

    /// One connection per multi handle (MAXCONNECTS 1) leaves the pooling to `ConnectionPool`, which can check
    /// descriptors; PIPELINING 0 is HTTP/1.1 without multiplexing.
    private init(_ pointer: UnsafeMutableRawPointer, _ sockets: ConnectionSockets) {
        self.pointer = pointer
        sockets.register(withMulti: pointer)
        ccurl_multi_set_timer(
            pointer,
            { _, milliseconds, data in
                if let data { MultiHandle.from(data).setTimer(Int64(milliseconds)) }
                return 0
            }, Unmanaged.passUnretained(self).toOpaque())
        ccurl_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, 1)
        ccurl_multi_set_long(pointer, CURLMOPT_PIPELINING, 0)
    }

    func free() { curl_multi_cleanup(pointer) }

    /// Starts its request; false on failure.
    func add(_ easy: EasyHandle) -> Bool {
        timerDue = nil
        return curl_multi_add_handle(pointer, easy.pointer) == CURLM_OK
    }

    /// Ends its request, if that is still running.
    func remove(_ easy: EasyHandle) { curl_multi_remove_handle(pointer, easy.pointer) }

    /// The timer can be due again at once; sixteen rounds are a bound, after which the next call continues.
    func process(_ events: [Reactor.Event]) {
        var running: Int32 = 0
        for event in events { note(curl_multi_socket_action(pointer, event.socket, event.mask, &running)) }
        for _ in 0..<16 {
            guard failure == nil, let due = timerDue, due <= cplatform_monotonic_ms() else { break }
            timerDue = nil
            note(curl_multi_socket_action(pointer, CURL_SOCKET_BAD, 0, &running))
        }
    }

    /// The result of the finished request; nil while it runs.
    func takeResult() -> CURLcode? {
        var result = CURLE_OK
        return ccurl_multi_result(pointer, &result) != 0 ? result : nil
    }

    /// Keeps the first failure.
    func note(_ code: CURLMcode) {
        if code != CURLM_OK, failure == nil { failure = code }
    }

    /// The pointer is not retained: the handle is freed before this object.
    private static func from(_ data: UnsafeMutableRawPointer) -> MultiHandle {
        Unmanaged<MultiHandle>.fromOpaque(data).takeUnretainedValue()
    }

    /// libcurl's timer callback; -1 means never.
    private func setTimer(_ delay: Int64) { timerDue = delay < 0 ? nil : cplatform_monotonic_ms() &+ delay }
}
