/// A proxy: its URL without user and password, which libcurl gets apart. What is not in the URL cannot be in a message of
/// libcurl's.
struct Proxy {
    let url: [UInt8]
    /// "user:password", percent-encoded where need be, as libcurl takes it.
    let credentials: [UInt8]?

    /// All before the last "@" is user and password, whatever it holds. `name` is the option or the variable. Nothing of a
    /// URL that is refused is shown: where the password lies in it is not known.
    init(_ given: [UInt8], _ name: StaticString) throws(Failure) {
        var start = given.firstIndex { !PercentEncoding.isUnreserved($0) } ?? 0
        start = given[start...].starts(with: StaticText.bytes("://")) ? start &+ 3 : 0
        let at = given[start...].lastIndex(of: UInt8(ascii: "@"))
        var host = given[(at.map { $0 &+ 1 } ?? start)...]
        if host.last == UInt8(ascii: "/") { host.removeLast() }
        guard BaseURL.isAuthority(host) else {
            throw .invalidArgument("\(name) must be [scheme://][user:password@]host[:port], without a path")
        }
        url = given[..<start] + Array(host)
        credentials = at.map { Array(given[start..<$0]) }
    }
}
