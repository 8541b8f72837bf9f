/// Removes the API key from visible text: a server may send it back, a caller may pass it as an id, and messages end up
/// in logs and support tickets. Finds it in every spelling of JSON (\u0073, \/) and URLs (%73), also nested ones.
struct Redactor {
    /// The key, then others; those that are too short are empty. Index 0 is shown as "[API key]", the others as
    /// "[secret]".
    private let secrets: [[UInt8]]

    /// Real keys have some fifty characters; removing "a" from every text would be useless.
    private static var shortest: Int { 8 }
    /// The maximum nesting of spellings: JSON within JSON, an escaped percent sign.
    private static var deepest: Int { 3 }
    /// The minimum length of a key's beginning that is removed at the end of a truncated text; every key begins with
    /// "sk_".
    private static var shortestStart: Int { 4 }

    init(_ key: [UInt8]) { self.init([key]) }

    init(_ secrets: [[UInt8]]) { self.secrets = secrets.map { $0.count >= Self.shortest ? $0 : [] } }

    /// For text that contains no secret, and for calls before the key is known (see `Failure.redacted`).
    static var none: Redactor { Redactor([[]]) }

    /// The text without the key, truncated to `limit` bytes between characters. The key is searched for in the whole
    /// text. `isCut`: whether the text was already truncated, perhaps inside the key.
    @inline(never)
    func redacted(_ text: UnsafeBufferPointer<UInt8>, limit: Int = .max, isCut: Bool = false) -> [UInt8] {
        let spelled = SpelledText(text)
        var result: [UInt8] = []
        var position = 0
        while position < text.count, result.count < limit {
            if let found = secret(at: position, of: spelled, isCut: isCut) {
                result.append(contentsOf: StaticText.bytes(found.replacement))
                position = found.end
            } else {
                result.append(text[position])
                position &+= 1
            }
        }
        return position < text.count
            ? CleanText.prefix(result + [text[position]], limit) : CleanText.prefix(result, limit)
    }

    func redacted(_ text: [UInt8], limit: Int = .max, isCut: Bool = false) -> [UInt8] {
        text.withUnsafeBufferPointer { redacted($0, limit: limit, isCut: isCut) }
    }

    /// Without a copy, because a body may have 64 MiB.
    func finds(in body: ByteBuffer) -> Bool {
        let text = UnsafeBufferPointer(start: body.bytes, count: body.count)
        let spelled = SpelledText(text)
        return text.indices.contains { secret(at: $0, of: spelled, isCut: false) != nil }
    }

    /// The secret whose spelling begins at a position, the shallowest one first.
    private func secret(
        at start: Int, of text: SpelledText, isCut: Bool
    ) -> (end: Int, replacement: StaticString)? {
        for (index, secret) in secrets.enumerated() {
            guard let first = secret.first, text.mayBegin(first, at: start) else { continue }
            for depth in 0...Self.deepest {
                if let end = end(of: secret, at: start, of: text, depth: depth, isCut: isCut) {
                    return (end, index == 0 ? "[API key]" : "[secret]")
                }
            }
        }
        return nil
    }

    /// The end of the secret's spelling; nil if the text differs. A text that was truncated inside a spelling counts as
    /// one if its beginning is long enough to be recognized.
    private func end(of secret: [UInt8], at start: Int, of text: SpelledText, depth: Int, isCut: Bool) -> Int? {
        var position = start
        for (index, byte) in secret.enumerated() {
            guard let character = text.character(at: position, depth: depth), character.byte == byte else {
                let mayContinue = isCut && index >= Self.shortestStart && text.mayBeCutInside(position)
                return mayContinue ? text.count : nil
            }
            position = character.next
        }
        return position
    }
}

/// A text whose characters may be escaped as in JSON and URLs. They are read at each position instead of unescaped in
/// advance, which would need memory. Recursion is as deep as the nesting, three at most.
private struct SpelledText {
    private let text: UnsafeBufferPointer<UInt8>

    init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

    var count: Int { text.count }

    func mayBegin(_ byte: UInt8, at position: Int) -> Bool {
        text[position] == byte || isEscape(text[position])
    }

    /// Whether the rest of the text may be a truncated character.
    func mayBeCutInside(_ position: Int) -> Bool {
        // At most "\u005c\u0075\u0030\u0030\u0037\u0033".
        position >= count || isEscape(text[position]) && count &- position < 36
    }

    private func isEscape(_ byte: UInt8) -> Bool { byte == "\\" || byte == "%" }

    /// The character and the position of the next one, after removing `depth` layers of escapes; nil at the end.
    func character(at position: Int, depth: Int) -> (byte: UInt8, next: Int)? {
        if position >= text.count { return nil }
        let byte = text[position]
        if depth == 0 || !isEscape(byte) { return (byte, position &+ 1) }
        guard let first = character(at: position, depth: depth &- 1) else { return nil }
        if first.byte == "%" { return number(at: first.next, digits: 2, depth &- 1) ?? first }
        guard first.byte == "\\", let second = character(at: first.next, depth: depth &- 1) else {
            return first
        }
        switch second.byte {
        case "u": return number(at: second.next, digits: 4, depth &- 1) ?? first
        case "\"", "/", "\\": return second
        default: return first
        }
    }

    /// A character given by its hexadecimal number; nil if a key cannot contain it.
    private func number(at position: Int, digits: Int, _ depth: Int) -> (byte: UInt8, next: Int)? {
        var value = 0
        var position = position
        for _ in 0..<digits {
            guard let digit = character(at: position, depth: depth), let more = ASCII.hexadecimalValue(digit.byte)
            else {
                return nil
            }
            value = value &* 16 &+ Int(more)
            position = digit.next
        }
        return value > 0x20 && value < 0x7F ? (UInt8(truncatingIfNeeded: value), position) : nil
    }
}
