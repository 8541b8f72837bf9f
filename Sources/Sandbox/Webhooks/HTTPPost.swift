import Glibc

/// One POST on a new connection. Blocks its thread until the response is complete.
struct HTTPPost {
    /// Why there was no response.
    struct Failure: Error, CustomStringConvertible {
        var description: String

        init(_ description: String) {
            self.description = description
        }

        /// The error of the last system call.
        static func system(_ call: String) -> Failure {
            let isTimeout = [EAGAIN, EWOULDBLOCK, EINPROGRESS].contains(errno)
            return Failure(isTimeout ? "no response in time" : "\(call): \(String(cString: strerror(errno)))")
        }
    }

    private static let maximumAnswer = 65_536

    let url: WebhookURL
    let headers: [(name: String, value: String)]
    let body: [UInt8]
    /// In nanoseconds, for all of it.
    let timeout: Int64

    /// The status of the answer.
    func send() throws(Failure) -> Int {
        let deadline = Clock.monotonic() + timeout
        let descriptor = try connect(deadline: deadline)
        defer { close(descriptor) }
        try write(head + body, to: descriptor, deadline: deadline)
        return try readStatus(from: descriptor, deadline: deadline)
    }

    private var head: [UInt8] {
        let own = [("Host", url.authority), ("Content-Length", String(body.count)), ("Connection", "close")]
        let lines = ["POST \(url.target) HTTP/1.1"] + (own + headers).map { "\($0.0): \($0.1)" }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    /// A name may have several addresses, of which the first that takes the connection will do.
    private func connect(deadline: Int64) throws(Failure) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(url.host, String(url.port), &hints, &list)
        guard status == 0 else { throw Failure(String(cString: gai_strerror(status))) }
        defer { freeaddrinfo(list) }
        var failure = Failure("no address")
        var next = list
        while let address = next?.pointee {
            do {
                return try connect(to: address, deadline: deadline)
            } catch {
                failure = error
            }
            next = address.ai_next
        }
        throw failure
    }

    private func connect(to address: addrinfo, deadline: Int64) throws(Failure) -> Int32 {
        let descriptor = socket(address.ai_family, address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .system("socket") }
        do throws(Failure) {
            try limit(descriptor, SO_SNDTIMEO, to: deadline)
            guard Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 else {
                throw .system("connect")
            }
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32, deadline: Int64) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            try limit(descriptor, SO_SNDTIMEO, to: deadline)
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw .system("send") }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads to the end of the answer, so that the other side can write all of it.
    private func readStatus(from descriptor: Int32, deadline: Int64) throws(Failure) -> Int {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        var count = 1
        while count > 0, !Self.isComplete(answer), answer.count < Self.maximumAnswer {
            try limit(descriptor, SO_RCVTIMEO, to: deadline)
            count = recv(descriptor, &buffer, buffer.count, 0)
            answer += buffer.prefix(max(count, 0))
        }
        guard let status = Self.status(of: answer) else {
            throw count < 0 ? .system("recv") : Failure("the answer is not HTTP")
        }
        return status
    }

    private static func status(of answer: [UInt8]) -> Int? {
        let line = String(decoding: answer.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return line.prefixMatch(of: /HTTP\/\d\.\d (\d{3})(?: |\r|$)/).flatMap { Int($0.1) }
    }

    /// Whether the body has the length in the head; without a length the body ends with the connection.
    private static func isComplete(_ answer: [UInt8]) -> Bool {
        guard let head = answer.firstRange(of: Array("\r\n\r\n".utf8)) else { return false }
        let text = String(decoding: answer[..<head.lowerBound], as: UTF8.self)
        guard let length = text.firstMatch(of: /\r\n(?i:content-length):[ \t]*(\d{1,9})/).flatMap({ Int($0.1) }) else {
            return false
        }
        return answer.count - head.upperBound >= length
    }

    private func limit(_ descriptor: Int32, _ option: Int32, to deadline: Int64) throws(Failure) {
        let remaining = deadline - Clock.monotonic()
        guard remaining > 0 else { throw Failure("no response in time") }
        // Zero would mean no limit.
        let microseconds = Int(max(remaining / 1000, 1))
        var time = timeval(tv_sec: microseconds / 1_000_000, tv_usec: microseconds % 1_000_000)
        setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }
}
