/// A proxy: its URL without user and password, which are passed to libcurl separately, so that they cannot be in one of
/// libcurl's messages.
struct Proxy {
    /// Scheme, host and port. Without a scheme libcurl takes http://.
    let url: [UInt8]
    /// "user:password", percent-encoded if necessary, as libcurl expects it.
    let credentials: [UInt8]?

    /// Everything before the last "@" is user and password. `name` is the option or variable. An invalid URL is not
    /// shown, because the position of its password is unknown.
    init(_ given: [UInt8], _ name: StaticString) throws(Failure) {
        // The scheme, if any, ends at the first reserved character.
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
