/// A checked JSON text on one line, without whitespace between tokens. Whitespace in texts is part of the value and
/// stays. Members keep their order and spelling: nothing is decoded.
enum CompactJSON {
    /// A copy to be freed with `free`; nil if memory runs out.
    static func copy(_ base: UnsafePointer<UInt8>, _ range: TextRange) -> UnsafeMutablePointer<CChar>? {
        let output = ByteBuffer()
        return output.appendCompact(base, range) ? output.take() : nil
    }
}

extension ByteBuffer {
    /// False if memory runs out. `base` must belong to another buffer.
    func appendCompact(_ base: UnsafePointer<UInt8>, _ range: TextRange) -> Bool {
        var cursor = ByteCursor(base, from: range.lower, to: range.upper)
        while !cursor.isAtEnd {
            let start = cursor
            while !cursor.isAtEnd, cursor.current > 0x20 {
                if cursor.current == "\"" { cursor.skipText() } else { cursor.advance() }
            }
            guard append(start.pointer, cursor.position &- start.position) else { return false }
            cursor.skipWhitespace()
        }
        return true
    }
}

extension ByteCursor {
    /// Moves past the checked text that begins here. The byte after a backslash cannot end it.
    fileprivate mutating func skipText() {
        advance()
        while !isAtEnd {
            skipPlainText()
            if current == "\"" { break }
            if current == "\\" { advance() }
            advance()
        }
        advance()
    }
}
