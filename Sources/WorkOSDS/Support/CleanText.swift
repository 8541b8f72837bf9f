/// Converts untrusted text for people. A line break in an error message could forge a line of the caller's log, and an
/// escape sequence could control a terminal.
enum CleanText {
    /// One line of valid UTF-8 without control characters or runs of spaces; truncated with "...".
    static func line(_ text: [UInt8], limit: Int) -> [UInt8] {
        var line: [UInt8] = []
        forEachCharacter(text) { character in
            if isControl(character) || character[0] == " " {
                if line.last != " " { line.append(" ") }
            } else {
                line.append(contentsOf: character)
            }
            return line.count <= limit
        }
        if line.count <= limit { return line }
        return prefix(line, limit &- 3) + StaticText.bytes("...")
    }

    /// At most `limit` bytes, truncated between characters. A multi-byte character that does not fit is left out as a
    /// whole, because half of one would be invalid UTF-8.
    static func prefix(_ text: [UInt8], _ limit: Int) -> [UInt8] {
        if text.count <= limit { return text }
        var end = max(limit, 0)
        while end > 0, text[end] & 0xC0 == 0x80 { end &-= 1 }
        return Array(text[..<end])
    }

    /// Until `body` returns false. Invalid UTF-8 becomes U+FFFD.
    private static func forEachCharacter(_ text: [UInt8], _ body: ([UInt8]) -> Bool) {
        let padded = text + [UInt8](repeating: 0, count: ByteCursor.padding)
        padded.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            var cursor = ByteCursor(base, to: text.count)
            while !cursor.isAtEnd {
                let length = cursor.utf8SequenceLength()
                let character = (0..<length).map { cursor.byte(after: $0) }
                if !body(length == 0 ? [0xEF, 0xBF, 0xBD] : character) { return }
                cursor.advance(max(length, 1))
            }
        }
    }

    /// C0, DEL, C1, the two Unicode line separators, and bidirectional controls (U+202A...U+202E, U+2066...U+2069),
    /// which could change how a message is displayed in a log or terminal.
    private static func isControl(_ character: [UInt8]) -> Bool {
        switch character.count {
        case 1: character[0] < 0x20 || character[0] == 0x7F
        case 2: character[0] == 0xC2 && character[1] < 0xA0
        case 3:
            character[0] == 0xE2
                && (character[1] == 0x80 && character[2] >= 0xA8 && character[2] <= 0xAE
                    || character[1] == 0x81 && character[2] >= 0xA6 && character[2] <= 0xA9)
        default: false
        }
    }
}
