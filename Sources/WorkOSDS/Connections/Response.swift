import CCurl

/// What has arrived of the response to a connection's current request. libcurl writes it through callbacks.
final class Response {
    /// Why the write callback made libcurl stop, which reports both as CURLE_WRITE_ERROR.
    enum BodyProblem { case tooLarge, outOfMemory }

    private(set) var head = ResponseHead()
    /// Whether the body exceeded the limit, or the available memory.
    private(set) var bodyProblem: BodyProblem?
    /// Where the body goes: the page that will parse it.
    private var body: ByteBuffer?
    /// In bytes after decoding, so that a small compressed body cannot fill the memory.
    private var maximumBody = 0
    private var redactor = Redactor.none

    /// For the next request.
    func begin(into body: ByteBuffer, maximumBody: Int, _ redactor: Redactor) {
        body.removeAll()
        self.body = body
        self.maximumBody = maximumBody
        self.redactor = redactor
        bodyProblem = nil
        head = ResponseHead()
    }

    /// For the pool: it no longer refers to a page.
    func park() { body = nil }

    /// Of the body, after decoding.
    var bytesReceived: Int { body?.count ?? 0 }

    // MARK: libcurl's callbacks

    /// The pointer is not retained: the connection frees the handles before its response.
    private static func from(_ data: UnsafeMutableRawPointer) -> Response {
        Unmanaged<Response>.fromOpaque(data).takeUnretainedValue()
    }

    func register(withEasy easy: UnsafeMutableRawPointer) {
        let data = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_data_callback(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, data in
            guard let bytes, let data else { return 0 }
            return Response.from(data).receive(bytes, size &* count) ? size &* count : 0
        }
        ccurl_set_pointer(easy, CURLOPT_WRITEDATA, data)
        ccurl_set_data_callback(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, data in
            if let bytes, let data {
                let line = UnsafeRawBufferPointer(start: bytes, count: size &* count)
                let response = Response.from(data)
                response.head.read(line.bindMemory(to: UInt8.self), response.redactor)
            }
            return Reserve.isUsed ? 0 : size &* count
        }
        ccurl_set_pointer(easy, CURLOPT_HEADERDATA, data)
    }

    /// A part of the body. False makes libcurl end the request with CURLE_WRITE_ERROR. The subtraction cannot wrap: the
    /// body has at most `maximumBody` bytes.
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
