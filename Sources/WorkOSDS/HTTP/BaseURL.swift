/// The URL of the API: scheme, host, port and optionally a path prefix. Checked here instead of by libcurl, so that a
/// typing error fails in workosds_client_new, and the message names the option.
struct BaseURL {
    static let publicAPI: StaticString = "https://api.workos.com"

    /// Without a slash at the end.
    let text: [UInt8]
    /// How much of `text` is scheme, host and port. The rest is the path prefix.
    let originLength: Int
    /// Plain http sends the API key unencrypted. Allowed for the loopback, elsewhere only with an option.
    /// `ClientOptions` rejects it otherwise.
    let isPlainHTTP: Bool
    let isLoopback: Bool

    /// `name` is the option or variable of the URL.
    init(_ given: [UInt8], _ name: StaticString = "base_url") throws(Failure) {
        // A password in a URL ends up in logs. The message does not show it.
        if given.contains("@") {
            throw .invalidArgument("\(name) must not contain a user name or password")
        }
        var rest = given[...]
        if let after = Self.removing("https://", from: rest) {
            isPlainHTTP = false
            rest = after
        } else if let after = Self.removing("http://", from: rest) {
            isPlainHTTP = true
            rest = after
        } else {
            throw .invalidArgument(name, given, "must start with https://, or with http:// for a loopback host")
        }
        if rest.contains(where: { $0 <= 0x20 || $0 >= 0x7F }) {
            throw .invalidArgument(name, given, "must not contain a space, a control character or a byte beyond ASCII")
        }
        if rest.contains("?") || rest.contains("#") {
            throw .invalidArgument(name, given, "must have neither a query nor a fragment")
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        guard Self.isAuthority(rest[..<slash]) else {
            throw .invalidArgument(name, given, "has no valid host and port")
        }
        isLoopback = Self.isLoopback(Self.split(rest[..<slash]).host)
        text = Self.normalized(given, path: rest[slash...])
        originLength = slash
    }

    /// "host" or "host:port" (RFC 3986, section 3.2, without user information). An IPv6 address is in brackets.
    @inline(never)
    static func isAuthority(_ text: ArraySlice<UInt8>) -> Bool {
        let (host, port) = split(text)
        return isHost(host) && isPort(port)
    }

    /// Removes slashes at the end of the path, and encodes characters that a URL must not contain. A percent sign is
    /// left alone, because it may already be part of an escape.
    private static func normalized(_ given: [UInt8], path: ArraySlice<UInt8>) -> [UInt8] {
        var path = path
        while path.last == "/" { path.removeLast() }
        var text = Array(given[..<path.startIndex])
        for byte in path {
            if StaticText.bytes("{}|\\^`\"<>").contains(byte) {
                PercentEncoding.append([byte], to: &text)
            } else {
                text.append(byte)
            }
        }
        return text
    }

    /// Schemes are case-insensitive.
    private static func removing(_ prefix: StaticString, from text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let begins = text.withUnsafeBufferPointer { ASCII.starts($0, with: prefix) }
        return begins ? text.dropFirst(prefix.utf8CodeUnitCount) : nil
    }

    /// The port is after the last colon that is not inside brackets; an IPv6 address has colons too.
    private static func split(_ authority: ArraySlice<UInt8>) -> (host: ArraySlice<UInt8>, port: ArraySlice<UInt8>?) {
        let afterBracket = authority.lastIndex(of: "]") ?? authority.startIndex
        guard let colon = authority[afterBracket...].lastIndex(of: ":") else { return (authority, nil) }
        return (authority[..<colon], authority[(colon &+ 1)...])
    }

    /// 1 to 65535, in five digits at most; nil is the scheme's default.
    private static func isPort(_ port: ArraySlice<UInt8>?) -> Bool {
        guard let port else { return true }
        guard let number = Decimal.parse(port), port.count <= 5 else { return false }
        return number >= 1 && number <= 65535
    }

    /// A name (letters, digits, "-", "." and "_"), an IPv4 address, or an IPv6 address in brackets without a zone.
    /// Names with other characters have to be given in their ASCII form (RFC 5890).
    private static func isHost(_ host: ArraySlice<UInt8>) -> Bool {
        if host.first == "[" {
            let inside = host.dropFirst().dropLast()
            return host.last == "]" && inside.count >= 2
                && inside.allSatisfy {
                    ASCII.hexadecimalValue($0) != nil || $0 == ":" || $0 == "."
                }
        }
        return !host.isEmpty && host.allSatisfy { $0 != "~" && PercentEncoding.isUnreserved($0) }
    }

    /// Decided by the name only: its address is not known before the request, and may change. RFC 6761, section 6.3,
    /// reserves "localhost" for the loopback.
    private static func isLoopback(_ host: ArraySlice<UInt8>) -> Bool {
        let name = host.map(ASCII.lowercased)
        return name == StaticText.bytes("localhost") || name == StaticText.bytes("[::1]") || isLoopbackAddress(name)
    }

    /// 127.0.0.0/8. Rejects numbers with a leading zero, which some parsers take as octal.
    private static func isLoopbackAddress(_ text: [UInt8]) -> Bool {
        var place = 0
        for group in 0..<4 {
            if group > 0 {
                guard place < text.count, text[place] == "." else { return false }
                place &+= 1
            }
            let start = place
            var number = 0
            while place &- start < 3, ASCII.isDigit(text, place) {
                number = number &* 10 &+ Int(text[place] &- "0")
                place &+= 1
            }
            let digits = place &- start
            if digits == 0 || number > 255 || digits > 1 && text[start] == "0" { return false }
            if group == 0, number != 127 { return false }
        }
        return place == text.count
    }
}
