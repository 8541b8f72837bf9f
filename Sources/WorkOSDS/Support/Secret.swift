/// Keeps the API key out of what somebody may see: a server may send it back, a caller give it as an id.
enum Secret {
    /// Real keys have some fifty characters; taking "a" out of every text would help nobody.
    private static var shortest: Int { 8 }

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
