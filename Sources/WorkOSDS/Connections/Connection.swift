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
    private let sockets: ConnectionSockets
    private let multi: MultiHandle
    private var easy: EasyHandle
    private let response = Response()
    /// libcurl writes its messages here, so it must outlive the easy handle.
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    /// The process that made it.
    private let epoch = ProcessGate.epoch

    /// Whether the easy handle has made a request.
    private var isUsed = false
    /// False if memory ran out while libcurl copied its options.
    private var isConfigured = false
    /// Whether the easy handle is in the multi handle, which is from the start of a request to its end.
    private var isAttached = false
    /// Whether the gate was closed when the request should have been started.
    private var isRefused = false
    /// libcurl reads its lines. Retained for the request: libcurl does not copy the list (CURLOPT_HTTPHEADER).
    private var headers: RequestHeaders?
    /// When it was returned to the pool, on the monotonic clock in milliseconds.
    var idleSince: Int64 = 0

    // MARK: Making and freeing

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

    private static func makeHandles(_ endpoint: Endpoint) -> Connection? {
        guard let easy = EasyHandle() else { return nil }
        let sockets = ConnectionSockets()
        guard let multi = MultiHandle.make(sockets) else {
            let error = cplatform_errno()
            easy.free()
            cplatform_set_errno(error)
            return nil
        }
        return Connection(endpoint, sockets, multi, easy)
    }

    private init(_ endpoint: Endpoint, _ sockets: ConnectionSockets, _ multi: MultiHandle, _ easy: EasyHandle) {
        self.endpoint = endpoint
        self.sockets = sockets
        self.multi = multi
        self.easy = easy
        errorText[0] = 0
        configureEasyHandle()
    }

    /// What stays the same for all requests.
    private func configureEasyHandle() {
        sockets.register(withEasy: easy.pointer)
        response.register(withEasy: easy.pointer)
        isConfigured = easy.setCommonOptions(endpoint, errorText: errorText)
    }

    deinit {
        if ProcessGate.holdForLibcurl({ freeHandles() }) == true {
            errorText.deallocate()
        } else {
            // libcurl would wait for descriptors that no longer exist, or close foreign ones, so its memory is leaked.
            sockets.closeAll()
        }
    }

    /// False if libcurl must not touch the handles. Inherited ones that resolve a name have a thread that the child
    /// does not have, and freeing them would wait for it.
    private func freeHandles() -> Bool {
        guard sockets.areIntact(withWakeup: isInherited),
            !(isInherited && (isLookingUp || Libcurl.keepsThreads))
        else { return false }
        if isAttached { detach() }
        sockets.forgetWakeup()
        multi.free()
        easy.free()
        return true
    }

    /// A forked child cannot use its parent's connection, only dispose of it.
    var isInherited: Bool { epoch != ProcessGate.epoch }

    /// Whether the host has not closed its descriptors.
    var isIntact: Bool { sockets.areIntact(withWakeup: false) }

    /// Whether it can be used for another request.
    var isUsable: Bool { multi.failure == nil && !isInherited }

    /// Prepares it for the pool: it no longer refers to an iterator's epoll set and page.
    func park(now: Int64) {
        abandon()
        sockets.park()
        response.park()
        idleSince = now
    }

    // MARK: One request

    /// Sends the request as far as possible without waiting; the response body goes to `body`. Returns false if libcurl
    /// rejects the request: it is too long, or memory ran out. `isFresh`: on a new connection. One that is readable
    /// before anything was sent is not used either: it is closed, or libcurl would take that input for the beginning of
    /// this response.
    func start(
        _ request: Request, _ headers: RequestHeaders, into body: ByteBuffer, maximumBody: Int, _ reactor: Reactor,
        connectTimeout: Int64?, isFresh: Bool
    ) -> Bool {
        self.headers = headers
        sockets.borrow(reactor)
        response.begin(into: body, maximumBody: maximumBody, headers.redactor)
        errorText[0] = 0
        let isStarted = ProcessGate.holdForLibcurl {
            prepareEasyHandle()
                && easy.setRequest(
                    request, headers, endpoint, connectTimeout: connectTimeout, isFresh: isFresh || sockets.haveInput)
                && multi.add(easy)
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
        if let failure = multi.failure { return .failed(unusable(failure)) }
        guard let code else {
            return sockets.takeWatchFailure() ? .failed(unwatchedSocket) : .inProgress
        }
        if code != CURLE_OK {
            let isShort = sockets.isShortOfDescriptors || Descriptor.mayBeCause(of: code)
            return .failed(isShort ? .init(Descriptor.shortage) : error(code))
        }
        if response.head.isComplete { return .answered }
        let text = StaticText.bytes("the response ended inside its headers")  // libcurl 7.88 calls it complete
        return .failed(TransportError(kind: .network, text: text, wasSent: true))
    }

    /// Returns the result of the finished request; nil while it runs.
    private func work(_ events: [Reactor.Event]) -> CURLcode? {
        guard isAttached else { return nil }
        multi.process(events)
        if !wasConnected { sockets.tidy() }
        guard let result = multi.takeResult() else { return nil }
        detach()
        return result
    }

    /// When libcurl must be called although no socket is ready.
    var wakeAt: Int64? { multi.timerDue }

    /// Ends the current request, if any, and closes its connection.
    func abandon() {
        if isAttached, !isInherited { _ = ProcessGate.holdForLibcurl { detach() } }
    }

    private func detach() {
        multi.remove(easy)
        sockets.tidy()
        isAttached = false
    }

    // MARK: Failures

    /// The gate stays closed, so the connection is not used again.
    private var refused: TransportError {
        multi.note(CURLM_INTERNAL_ERROR)
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

    /// libcurl's message for a failure.
    func errorMessage(_ code: CURLcode) -> [UInt8] {
        CText.bytes(errorText[0] != 0 ? UnsafePointer(errorText) : curl_easy_strerror(code))
    }

    var redactor: Redactor { headers?.redactor ?? .none }

    var certificatesInWords: Message { endpoint.certificatesInWords(redactor) }

    // MARK: The response

    var httpStatus: Int32 { easy.httpStatus }
    var proxyStatus: Int32 { easy.proxyStatus }
    var responseHead: ResponseHead { response.head }
    var problemWithBody: Response.BodyProblem? { response.bodyProblem }
    var bytesReceived: Int { response.bytesReceived }
    var hasResponseBegun: Bool { response.head.hasBegun }
    /// Also before the end of the status line, from which on `hasResponseBegun` is true.
    var hasReceivedBytes: Bool { easy.hasReceivedBytes }
    private var isLookingUp: Bool { isAttached && !easy.knowsAddress }
    /// Whether the request may have reached the server.
    var wasConnected: Bool { easy.wasConnected }
    /// Whether an idle connection was closed before a response had begun, as servers do after a while. `wasConnected`
    /// is false for a request that could not be sent.
    func diedUnanswered(_ code: CURLcode) -> Bool {
        easy.hasKeptConnection && (wasConnected || code == CURLE_SEND_ERROR) && !hasResponseBegun
    }
}
