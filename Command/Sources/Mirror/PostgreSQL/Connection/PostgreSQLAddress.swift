import CommandSupport

/// `postgresql://user@host/db?schema=people`: a connection URI of libpq and a schema.
struct PostgreSQLAddress {
    private static let prefixes = ["postgresql://", "postgres://"]

    /// Without the schema, which libpq does not accept.
    let uri: String
    let schema: String
    /// As given.
    let name: String

    static func isOne(_ text: String) -> Bool { prefixes.contains { text.hasPrefix($0) } }

    init(_ text: String) throws {
        if text.utf8.contains(0) { throw MirrorError.usage("--database: an address cannot hold a NUL") }
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var kept: [Substring] = []
        var schema: String?
        for parameter in parts.dropFirst().first?.split(separator: "&") ?? [] {
            let given = parameter.prefix { $0 != "=" }
            let name = Self.decoded(given)
            if name == "password" || name == "sslpassword" { throw Self.refusal }
            if name == "schema" {
                schema = Self.decoded(parameter.dropFirst(given.count + 1))
            } else {
                kept.append(parameter)
            }
        }
        if Self.hasPassword(parts[0]) { throw Self.refusal }
        guard schema.map(Self.isName) ?? true else {
            throw MirrorError.usage(
                "--database: schema= is the name of a schema, 1 to 63 bytes, not \(VisibleText.of(schema ?? ""))")
        }
        self.schema = schema ?? "public"
        uri = kept.isEmpty ? String(parts[0]) : "\(parts[0])?\(kept.joined(separator: "&"))"
        name = VisibleText.of(text)
    }

    /// Other users of the machine can read arguments.
    private static let refusal = MirrorError.usage(
        "--database must not hold a password, which other users could read: put it into ~/.pgpass or PGPASSWORD")

    private static func isName(_ schema: String) -> Bool {
        (1...63).contains(schema.utf8.count) && !schema.utf8.contains(0) && !schema.hasPrefix("pg_")
    }

    private static func hasPassword(_ text: Substring) -> Bool {
        guard let start = prefixes.first(where: { text.hasPrefix($0) })?.count else { return false }
        let authority = text.dropFirst(start).prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@") else { return false }
        return authority[..<at].contains(":")
    }

    /// "%20" is a space.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
