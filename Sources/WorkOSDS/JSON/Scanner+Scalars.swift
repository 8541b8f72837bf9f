/// Texts, keys, numbers and literals.
extension Scanner {
    /// A key and its colon. Returns its field in `schema`, if any. A key is compared as it is written first; unescaping
    /// it is the rare case.
    @inline(never)
    mutating func scanKey(of schema: Schema, guess: inout Schema.Key) throws(JSONFailure) -> Int? {
        var key = cursor
        let end = try scanKey()
        key.advance()
        let length = end &- key.position &- 1
        if let field = schema.field(at: key, length: length, guess: &guess) { return field }
        return keyHasEscape(key, length) ? escapedField(of: schema, key, length, &guess) : nil
    }

    /// A key, white space and its colon. Returns the position after the key's closing quote.
    @inline(__always)
    mutating func scanKey() throws(JSONFailure) -> Int {
        guard cursor.current == "\"" else { throw malformed }
        let nulFound = try scanText()
        if nulFound { throw .needsRepair }
        let end = cursor.position
        cursor.skipWhitespace()
        guard cursor.current == ":" else { throw malformed }
        cursor.advance()
        return end
    }

    /// A text with its quotes. Returns whether it contains an escaped NUL, which is allowed in values but not in keys,
    /// which are C strings. Control characters must be escaped (RFC 8259, section 7); `skipPlainText` stops at one, and
    /// also at the end, whose padding is made of them, so an unterminated text is malformed.
    @inline(__always)
    mutating func scanText() throws(JSONFailure) -> Bool {
        var nulFound = false
        cursor.advance()
        while true {
            cursor.skipPlainText()
            let byte = cursor.current
            if byte == "\"" {
                cursor.advance()
                return nulFound
            }
            if byte == "\\" {
                if try scanEscape() == 0 { nulFound = true }
            } else if byte >= 0x80 {
                let length = cursor.utf8SequenceLength()
                if length == 0 { throw .needsRepair }
                cursor.advance(length)
            } else {
                throw malformed
            }
        }
    }

    /// An escape (RFC 8259, section 7); a surrogate pair is one. `Repair` replaces a lone surrogate with U+FFFD.
    /// Returns the code unit of \u, or else any value except zero.
    private mutating func scanEscape() throws(JSONFailure) -> UInt16 {
        switch cursor.byte(after: 1) {
        case "\"", "\\", "/", "b", "f",
            "n", "r", "t":
            cursor.advance(2)
            return 1
        case "u":
            guard let unit = cursor.hexadecimal4(after: 2) else { throw malformed }
            cursor.advance(6)
            guard unit & 0xF800 == 0xD800 else { return unit }
            guard unit < 0xDC00, cursor.current == "\\", cursor.byte(after: 1) == "u",
                let low = cursor.hexadecimal4(after: 2), low & 0xFC00 == 0xDC00
            else { throw .needsRepair }
            cursor.advance(6)
            return unit
        default:
            throw malformed
        }
    }

    /// A number, true, false or null. Whatever is none of them is rejected by `NumberText`, the end of the text
    /// included.
    @inline(__always)
    mutating func scanScalar() throws(JSONFailure) {
        switch cursor.current {
        case "t": try scanLiteral("true")
        case "f": try scanLiteral("false")
        case "n": try scanLiteral("null")
        default:
            switch NumberText.skip(&cursor) {
            case .none: throw malformed
            case .fits: return
            case .tooLarge: throw .needsRepair
            }
        }
    }

    private mutating func scanLiteral(_ literal: StaticString) throws(JSONFailure) {
        for index in 0..<literal.utf8CodeUnitCount {
            if cursor.byte(after: index) != literal.utf8Start[index] { throw malformed }
        }
        cursor.advance(literal.utf8CodeUnitCount)
    }

    /// Whether it can be a name of a schema: the longest one has 19 characters, and \u0069 is six bytes.
    private func keyHasEscape(_ start: ByteCursor, _ length: Int) -> Bool {
        if length > 6 &* 20 { return false }
        var key = start
        let end = key.position &+ length
        while key.position < end {
            if key.current == "\\" { return true }
            key.advance()
        }
        return false
    }

    /// "id" may be written "\u0069d".
    private func escapedField(
        of schema: Schema, _ key: ByteCursor, _ length: Int, _ guess: inout Schema.Key
    ) -> Int? {
        let decoded = TextDecoder.bytes(key, length: length)
        return decoded.withUnsafeBufferPointer { bytes -> Int? in
            guard let base = bytes.baseAddress else { return nil }
            let plain = decoded.count &- ByteCursor.padding
            return schema.field(at: ByteCursor(base, to: plain), length: plain, guess: &guess)
        }
    }
}
