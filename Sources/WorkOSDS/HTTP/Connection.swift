import CCurl
import CPlatform

/// A libcurl multi handle with one easy handle: one connection to the API with at most one request on it. Its sockets
/// are in the epoll set of the iterator that has borrowed it.
///
/// Owned by the pool or by one session, and used by one thread at a time. Calls of libcurl that may take a lock are
/// inside the process's gate (`ProcessGate`), so that none is held when the process forks. libcurl's callbacks run
/// inside `start`, `perform`, `abandon` and deinit, on the thread that called; none of them calls libcurl.
final class Connection {
    private let endpoint: Endpoint
    private var easy: EasyHandle
    /// Whether the easy handle has made a request.
    private var isUsed = false
    private let multi: UnsafeMutableRawPointer
    /// libcurl writes its messages here, so it must outlive the easy handle.
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    /// The sockets, and the multi handle's wake-up descriptors: what must be checked before libcurl closes a number,
    /// and replaced after a fork.
    private let opened: UnsafeMutablePointer<cplatform_opened>
    /// The process that made it.
    private let epoch = ProcessGate.epoch

    /// The borrower's epoll set; nil in the pool.
    private var reactor: Reactor?
    /// The first failure of the multi handle, after which it is only freed.
    private var multiFailure: CURLMcode?
    /// Whether the gate was closed when the request should have been started.
    private var isRefused = false
    /// Whether libcurl's attempt to connect failed because no descriptor was left.
    private(set) var isShortOfDescriptors = false
    /// When libcurl wants to be called, as its timer callback said; nil for never.
    private var timerDue: Int64?  // on the monotonic clock
    /// Whether the easy handle is in the multi handle, which is from the start of a request to its end.
    private var isAttached = false
    /// False if memory ran out while libcurl copied its options.
    private var isConfigured = false
    /// libcurl reads its lines. Retained for the request: libcurl does not copy the list (CURLOPT_HTTPHEADER).
    private var headers: RequestHeaders?
    /// Where the response body goes: the page that will parse it.
    private var body: ByteBuffer?
    /// In bytes after decoding, so that a small compressed body cannot fill the memory.
    private var maximumBody = 0
    private var bodyProblem: BodyProblem?
    private var head = ResponseHead()
    /// When it was returned to the pool, on the monotonic clock in milliseconds.
    var idleSince: Int64 = 0

    /// Why the write callback made libcurl stop, which reports both as CURLE_WRITE_ERROR.
    enum BodyProblem { case tooLarge, outOfMemory }

    /// Not an `init`, because Embedded Swift leaks an object whose initializer fails. nil from the gate means that it
    /// is closed; nil from `makeHandles` that libcurl has no memory or no descriptor.
    static func make(_ endpoint: Endpoint) throws(Failure) -> Connection {
        let made = ProcessGate.holdForLibcurl { makeHandles(endpoint) }
        if let made, let made {
            if made.isConfigured { return made }
            throw Failure.outOfMemory
        }
        if let refusal = ProcessGate.refusal { throw refusal }
        throw Descriptor.areShort(cplatform_errno())
            ? Descriptor.shortage : Failure.outOfMemory
    }

    /// The wake-up's descriptors are found here and nowhere else, because libcurl has no call that returns them
    /// (ccurl.h).
    private static func makeHandles(_ endpoint: Endpoint) -> Connection? {
        guard let easy = EasyHandle() else { return nil }
        var wakeup: (Int32, Int32) = (-1, -1)
        let multi = withUnsafeMutableBytes(of: &wakeup) { numbers in
            ccurl_multi_init(numbers.baseAddress?.assumingMemoryBound(to: Int32.self))
        }
        guard let multi else {
            let error = cplatform_errno()
            easy.free()
            cplatform_set_errno(error)
            return nil
        }
        let made = Connection(endpoint, easy: easy, multi: multi)
        withUnsafeBytes(of: wakeup) { numbers in
            cplatform_adopt_wakeup(made.opened, numbers.baseAddress?.assumingMemoryBound(to: Int32.self))
        }
        return made
    }

    private init(_ endpoint: Endpoint, easy: EasyHandle, multi: UnsafeMutableRawPointer) {
        self.endpoint = endpoint
        self.easy = easy
        self.multi = multi
        opened = .allocate(capacity: 1)
        opened.initialize(to: cplatform_opened())
        errorText[0] = 0
        configure()
    }

    deinit {
        if ProcessGate.holdForLibcurl({ freeHandles() }) == true {
            errorText.deallocate()
        } else {
            // libcurl would wait for descriptors that no longer exist, or close foreign ones, so its memory is leaked.
            cplatform_close_all(opened)
        }
        opened.deallocate()
    }

    /// False if libcurl must not touch the handles. Inherited ones that resolve a name have a thread that the child
    /// does not have, and freeing them would wait for it.
    private func freeHandles() -> Bool {
        guard cplatform_is_intact(opened, isInherited ? 1 : 0) == 1,
            !(isInherited && (isLookingUp || Libcurl.keepsThreads))
        else { return false }
        if isAttached { detach() }
        cplatform_forget_wakeup(opened)
        curl_multi_cleanup(multi)
        easy.free()
        return true
    }

    /// A forked child cannot use its parent's connection, only dispose of it.
    var isInherited: Bool { epoch != ProcessGate.epoch }

    /// Whether the host has not closed its descriptors.
    var isIntact: Bool { cplatform_is_intact(opened, 0) == 1 }

    /// Whether the body exceeded the limit, or the available memory.
    var problemWithBody: BodyProblem? { bodyProblem }

    // MARK: One request

    /// Sends the request as far as possible without waiting; the response body goes to `body`. Returns false if libcurl
    /// rejects the request: it is too long, or memory ran out. `isFresh`: on a new connection. One that is readable
    /// before anything was sent is not used either: libcurl would take that input for the beginning of this response.
    func start(
        _ request: Request, _ headers: RequestHeaders, into body: ByteBuffer, maximumBody: Int, _ reactor: Reactor,
        connectTimeout: Int64?, isFresh: Bool
    ) -> Bool {
        self.reactor = reactor
        self.headers = headers
        self.body = body
        self.maximumBody = maximumBody
        body.removeAll()
        bodyProblem = nil
        head = ResponseHead()
        errorText[0] = 0
        timerDue = nil
        isShortOfDescriptors = false
        let isStarted = ProcessGate.holdForLibcurl {
            prepareEasyHandle()
                && easy.setRequest(
                    request, headers, endpoint, connectTimeout: connectTimeout, isFresh: isFresh || hasInput)
                && curl_multi_add_handle(multi, easy.pointer) == CURLM_OK
        }
        isUsed = true
        isRefused = isStarted == nil
        isAttached = isStarted == true
        return isStarted != false
    }

    /// Replaces a used easy handle if libcurl would free a header twice (`Libcurl.keepsLastHeader`). The connection
    /// itself stays with the multi handle. False if memory runs out.
    private func prepareEasyHandle() -> Bool {
        guard isUsed, Libcurl.keepsLastHeader else { return true }
        guard let fresh = EasyHandle() else { return false }
        easy.free()
        easy = fresh
        configureEasyHandle()
        return isConfigured
    }

    /// `answered` means a complete response with any HTTP status.
    enum Progress {
        case inProgress
        case answered
        case failed(TransportError)
    }

    /// Processes ready sockets and libcurl's timer. A closed gate ends the request, because libcurl can no longer be
    /// called to continue it.
    func perform(_ events: [Reactor.Event]) -> Progress {
        guard !isRefused, let code = ProcessGate.holdForLibcurl({ work(events) }) else { return .failed(refused) }
        if let multiFailure { return .failed(unusable(multiFailure)) }
        guard let code else {
            return reactor?.takeWatchFailure() == true ? .failed(unwatchedSocket) : .inProgress
        }
        if code != CURLE_OK {
            let isShort = isShortOfDescriptors || Descriptor.mayBeCause(of: code)
            return .failed(isShort ? .init(Descriptor.shortage) : TransportError(code, self))
        }
        if head.isComplete { return .answered }
        let text = StaticText.bytes("the answer ended inside its headers")  // libcurl 7.88 calls it complete
        return .failed(TransportError(kind: .network, text: text, wasSent: true))
    }

    /// After a failure of the multi handle libcurl 7.88 must not be called with it again, except to clean up.
    private func note(_ code: CURLMcode) {
        if code != CURLM_OK, multiFailure == nil { multiFailure = code }
    }

    /// Whether it can be used for another request.
    var isUsable: Bool { multiFailure == nil && !isInherited }

    /// The gate stays closed, so the connection is not used again.
    private var refused: TransportError {
        multiFailure = CURLM_INTERNAL_ERROR
        return .init(ProcessGate.refusal ?? Descriptor.loss)
    }

    private func unusable(_ code: CURLMcode) -> TransportError {
        abandon()
        let text = CText.bytes(curl_multi_strerror(code))
        return TransportError(kind: code == CURLM_OUT_OF_MEMORY ? .outOfMemory : .defect, text: text, wasSent: true)
    }

    /// A socket that is not watched would never become ready.
    private var unwatchedSocket: TransportError {
        abandon()
        let text = StaticText.bytes("epoll takes no more descriptors: raise the limits of the process or the system")
        return TransportError(kind: .defect, text: text, wasSent: true)
    }

    /// Returns the result of the finished request; nil while it runs. The timer can be due again at once; sixteen
    /// rounds are a bound, after which the next call continues.
    private func work(_ events: [Reactor.Event]) -> CURLcode? {
        guard isAttached else { return nil }
        var running: Int32 = 0
        for event in events { note(curl_multi_socket_action(multi, event.socket, event.mask, &running)) }
        for _ in 0..<16 {
            guard multiFailure == nil, let due = timerDue, due <= cplatform_monotonic_ms() else { break }
            timerDue = nil
            note(curl_multi_socket_action(multi, CURL_SOCKET_BAD, 0, &running))
        }
        if !wasConnected { cplatform_tidy_sockets(opened) }
        var result = CURLE_OK
        guard ccurl_multi_result(multi, &result) != 0 else { return nil }
        detach()
        return result
    }

    /// When libcurl must be called although no socket is ready.
    var wakeAt: Int64? { timerDue }

    /// Ends the current request, if any, and closes its connection.
    func abandon() {
        if isAttached, !isInherited { _ = ProcessGate.holdForLibcurl { detach() } }
    }

    /// Prepares it for the pool: it no longer refers to an iterator's epoll set.
    func park(now: Int64) {
        abandon()
        reactor = nil
        body = nil
        idleSince = now
    }

    private func detach() {
        curl_multi_remove_handle(multi, easy.pointer)
        cplatform_tidy_sockets(opened)  // libcurl 7.88 closes a socket that is still connecting without its callback
        isAttached = false
    }

    // MARK: The response

    var httpStatus: Int32 { easy.httpStatus }
    var proxyStatus: Int32 { easy.proxyStatus }
    var responseHead: ResponseHead { head }
    private var isLookingUp: Bool { isAttached && !easy.knowsAddress }
    /// Whether the request may have reached the server.
    var wasConnected: Bool { easy.wasConnected }
    /// Whether it is readable without a request: closed, or with bytes that libcurl would take for the next response.
    private var hasInput: Bool { cplatform_has_input(opened) == 1 }
    /// Whether an idle connection was closed before a response had begun, as servers do after a while. `wasConnected`
    /// is false for a request that could not be sent.
    func diedUnanswered(_ code: CURLcode) -> Bool {
        easy.hasKeptConnection && (wasConnected || code == CURLE_SEND_ERROR) && !hasResponseBegun
    }
    var hasResponseBegun: Bool { head.hasBegun }
    /// Also before the end of the status line, from which on `hasResponseBegun` is true.
    var hasReceivedBytes: Bool { easy.hasReceivedBytes }
    /// After decoding, of the current response.
    var bytesReceived: Int { body?.count ?? 0 }

    var redactor: Redactor { headers?.redactor ?? .none }

    var certificatesInWords: Message { endpoint.certificatesInWords(redactor) }

    /// libcurl's message for a failure.
    func errorMessage(_ code: CURLcode) -> [UInt8] {
        CText.bytes(errorText[0] != 0 ? UnsafePointer(errorText) : curl_easy_strerror(code))
    }
}

// MARK: libcurl's callbacks

extension Connection {
    /// The pointer is not retained: the connection frees the handles before it is freed itself.
    private static func from(_ data: UnsafeMutableRawPointer) -> Connection {
        Unmanaged<Connection>.fromOpaque(data).takeUnretainedValue()
    }

    /// The multi handle's options and callbacks. One connection per multi handle (MAXCONNECTS 1) leaves the pooling to
    /// `ConnectionPool`, which can check descriptors; PIPELINING 0 is HTTP/1.1 without multiplexing.
    private func configure() {
        let data = Unmanaged.passUnretained(self).toOpaque()
        ccurl_multi_set_socket(
            multi,
            { _, socket, action, data, _ in
                if let data { Connection.from(data).watch(socket, action) }
                return 0
            }, data)
        ccurl_multi_set_timer(
            multi,
            { _, milliseconds, data in
                if let data {
                    let delay = Int64(milliseconds)
                    Connection.from(data).timerDue = delay < 0 ? nil : cplatform_monotonic_ms() &+ delay
                }
                return 0
            }, data)
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 1)
        ccurl_multi_set_long(multi, CURLMOPT_PIPELINING, 0)
        configureEasyHandle()
    }

    /// Options and callbacks of the easy handle that stay the same for all requests.
    private func configureEasyHandle() {
        let data = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_open_socket(
            easy.pointer,
            { data, _, address in
                guard let data, let address else { return CURL_SOCKET_BAD }
                return Connection.from(data).open(address.pointee)
            }, data)
        ccurl_set_close_socket(
            easy.pointer,
            { data, descriptor in
                if let data { cplatform_close_socket(Connection.from(data).opened, descriptor) }
                return 0
            }, data)
        ccurl_set_data_callback(easy.pointer, CURLOPT_WRITEFUNCTION) { bytes, size, count, data in
            guard let bytes, let data else { return 0 }
            return Connection.from(data).receive(bytes, size &* count) ? size &* count : 0
        }
        ccurl_set_pointer(easy.pointer, CURLOPT_WRITEDATA, data)
        ccurl_set_data_callback(easy.pointer, CURLOPT_HEADERFUNCTION) { bytes, size, count, data in
            if let bytes, let data {
                let line = UnsafeRawBufferPointer(start: bytes, count: size &* count)
                let connection = Connection.from(data)
                connection.head.read(line.bindMemory(to: UInt8.self), connection.redactor)
            }
            return Reserve.isUsed ? 0 : size &* count
        }
        ccurl_set_pointer(easy.pointer, CURLOPT_HEADERDATA, data)
        isConfigured = easy.setCommonOptions(endpoint, errorText: errorText)
    }

    /// Called by libcurl when it wants other events, or none, of a socket.
    private func watch(_ socket: Int32, _ action: Int32) {
        // Not every version of libcurl sets close-on-exec for its name resolution socket.
        if cplatform_has_socket(opened, socket) == 0 { cplatform_set_close_on_exec(socket) }
        reactor?.watch(socket, action)
    }

    /// libcurl's socket callback: opened here, so that it is closed on exec from the start and known in a forked child.
    private func open(_ address: curl_sockaddr) -> Int32 {
        let number = cplatform_open_socket(opened, address.family, address.socktype, address.protocol)
        if number < 0 { isShortOfDescriptors = Descriptor.areShort(cplatform_errno()) }
        return number
    }

    /// libcurl's write callback. False makes libcurl end the request with CURLE_WRITE_ERROR. The subtraction cannot
    /// wrap: the body has at most `maximumBody` bytes.
    private func receive(_ bytes: UnsafeRawPointer, _ length: Int) -> Bool {
        guard let body else { return false }
        if length > maximumBody &- body.count {
            bodyProblem = .tooLarge
            return false
        }
        if body.append(bytes, length) { return true }
        bodyProblem = .outOfMemory
        return false
    }
}
