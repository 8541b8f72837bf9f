/// Keeps the API key out of what somebody may see: a server may send it back, a caller give it as an id.
enum Secret {
    /// Real keys have some fifty characters; taking "a" out of every text would help nobody.
    private static var shortest: Int { 8 }

    /// A URL in a text without its user name and password: libcurl quotes a proxy's.
    static func withoutCredentials(_ text: [UInt8]) -> [UInt8] {
        guard let at = text.lastIndex(of: UInt8(ascii: "@")) else { return text }
        var start = at
        while start > 0, text[start &- 1] != UInt8(ascii: "'"), text[start &- 1] != 0x20 {
            if start >= 2, text[start &- 1] == UInt8(ascii: "/"), text[start &- 2] == UInt8(ascii: "/") { break }
            start &-= 1
        }
        return withoutCredentials(Array(text[..<start])) + StaticText.bytes("[credentials]") + text[(at &+ 1)...]
    }

    static func redacted(_ text: [UInt8], _ secret: [UInt8]) -> [UInt8] {
        guard secret.count >= shortest, text.count >= secret.count else { return text }
        var result: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index...].starts(with: secret) {
                result.append(contentsOf: StaticText.bytes("[API key]"))
                index &+= secret.count
            } else {
                result.append(text[index])
                index &+= 1
            }
        }
        return result
    }
}
