import FoundationEssentials
import Glibc

/// The URL of an endpoint. Plain HTTP, since deliveries stay on the machine unless --host allows others.
struct WebhookURL: Sendable {
    let text: String
    /// Without brackets for an IPv6 address.
    let host: String
    let port: UInt16
    /// The value of a `Host` header.
    let authority: String
    /// Path and query.
    let target: String

    /// Nil unless the text is a plain HTTP URL.
    init?(_ text: String) {
        guard let components = URLComponents(string: text, encodingInvalidCharacters: false),
            components.scheme?.lowercased() == "http",
            components.user == nil, let host = components.host, !host.isEmpty,
            let port = UInt16(exactly: components.port ?? 80), port > 0
        else { return nil }
        self.text = text
        self.host = host.filter { $0 != "[" && $0 != "]" }
        self.port = port
        authority = self.host.contains(":") ? "[\(self.host)]:\(port)" : "\(host):\(port)"
        let path = components.percentEncodedPath
        target = (path.isEmpty ? "/" : path) + (components.percentEncodedQuery.map { "?" + $0 } ?? "")
    }

    var isLoopback: Bool { Self.isLoopback(host) }

    static func isLoopback(_ host: String) -> Bool {
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 }
        var six = in6_addr()
        if inet_pton(AF_INET6, host, &six) == 1 {
            return withUnsafeBytes(of: six) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 }
        }
        return host.lowercased() == "localhost"
    }
}
