/// A page has a hundred users, and one odd value must not cost all of them. This writes a text again with the values
/// mended that would make a reader refuse all of it: undecodable bytes and lone surrogates become U+FFFD, numbers
/// beyond int64 or double become texts of the same digits, an escaped NUL in a key becomes U+FFFD. Keys of one object
/// that would then be the same get a number. It knows texts and numbers, not grammar: the scanner judges the result.
struct Repair {
    private let start: ByteCursor
    private var cursor: ByteCursor
    private var keys = KeyNames()
    private let output: ByteBuffer
    /// Start of what has been read and not yet copied.
    private var copied: ByteCursor

    /// False when memory is out. One pass, two where keys are mended; the output is at most three times as long as the
    /// input.
    static func run(_ text: ByteBuffer, into output: ByteBuffer) -> Bool {
        output.removeAll()
        var repair = Repair(text, output)
        if !repair.run() { return false }
        return !repair.keys.mayMeet || repair.runAgain()
    }

    /// The same for bytes that are no JSON: only what is not UTF-8 is mended. False when memory is out.
    static func text(_ text: ByteBuffer, into output: ByteBuffer) -> Bool {
        output.removeAll()
        var repair = Repair(text, output)
        while !repair.cursor.isAtEnd {
            let length = repair.cursor.utf8SequenceLength()
            if length > 0 {
                repair.cursor.advance(length)
            } else if !repair.replace(1, with: "\u{FFFD}") {
                return false
            }
        }
        return repair.flush()
    }

    private init(_ text: ByteBuffer, _ output: ByteBuffer) {
        start = ByteCursor(text.bytes, to: text.count)
        cursor = start
        copied = start
        self.output = output
    }

    /// With all keys known that stay as they are.
    private mutating func runAgain() -> Bool {
        output.removeAll()
        cursor = start
        copied = start
        keys.startAgain()
        return run()
    }

    private mutating func run() -> Bool {
        while !cursor.isAtEnd {
            switch cursor.current {
            case "\"":
                if !mendText() { return false }
            case "{", "[":
                keys.open()
                cursor.advance()
            case "}", "]":
                keys.close()
                cursor.advance()
            case "-", 0x30..."9":
                if !mendNumber() { return false }
            default:
                cursor.advance()
            }
        }
        return flush()
    }

    /// A number that neither int64 nor double holds becomes a text, so that no digit of it is lost.
    private mutating func mendNumber() -> Bool {
        if !flush() { return false }
        switch NumberText.skip(&cursor) {
        case .none:
            if cursor.position == copied.position { cursor.advance() }
            return true
        case .fits:
            return true
        case .tooLarge:
            var next = cursor
            next.skipWhitespace()
            if next.current == ":" { return true }  // a number is no key: the scanner shall say so
            return output.append("\"") && flush() && output.append("\"")
        }
    }

    private mutating func mendText() -> Bool {
        if !flush() { return false }
        let start = output.count
        var isMended = false
        var holdsNUL = false
        cursor.advance()
        while !cursor.isAtEnd {
            cursor.skipPlainText()
            let byte = cursor.current
            if byte == "\"" {
                cursor.advance()
                return flush() && mendKey(from: start, isMended: isMended, holdsNUL: holdsNUL)
            }
            if byte == "\\" {
                let unit = cursor.byte(after: 1) == "u" ? cursor.hexadecimal4(after: 2) : nil
                if unit == 0 { holdsNUL = true }
                let before = output.count
                if !mendEscape(unit) { return false }
                if output.count != before { isMended = true }
            } else if byte >= 0x80 {
                let length = cursor.utf8SequenceLength()
                if length > 0 {
                    cursor.advance(length)
                } else if !replace(1, with: "\u{FFFD}") {
                    return false
                } else {
                    isMended = true
                }
            } else {
                cursor.advance()
            }
        }
        return true
    }

    /// An escape at the cursor, whose code unit is `unit` if it is \uXXXX.
    private mutating func mendEscape(_ unit: UInt16?) -> Bool {
        guard let unit, unit & 0xF800 == 0xD800 else {
            cursor.advance(unit == nil ? 2 : 6)
            return true
        }
        var next = cursor
        next.advance(6)
        if unit < 0xDC00, next.current == "\\", next.byte(after: 1) == "u",
            let low = next.hexadecimal4(after: 2), low & 0xFC00 == 0xDC00
        {
            cursor.advance(12)
            return true
        }
        return replace(6, with: "\\ufffd")
    }

    /// If a colon follows, the text written since `start` is a key: its \u0000 become \ufffd, and it is kept apart.
    private mutating func mendKey(from start: Int, isMended: Bool, holdsNUL: Bool) -> Bool {
        cursor.skipWhitespace()
        guard cursor.current == ":" else { return true }
        if holdsNUL { overwriteNULs(from: start) }
        let key = ByteCursor(output.bytes, from: start &+ 1, to: output.count)
        var name = TextDecoder.bytes(key, length: output.count &- start &- 2)
        name.removeLast(ByteCursor.padding)
        guard let number = keys.number(for: name, isMended: isMended || holdsNUL) else { return true }
        output.removeLast()
        return output.append(decimal: number) && output.append("\"")
    }

    /// Of the same length, so that nothing has to move.
    private func overwriteNULs(from start: Int) {
        var key = ByteCursor(output.bytes, from: start, to: output.count)
        while !key.isAtEnd {
            if key.current != "\\" {
                key.advance()
            } else if key.byte(after: 1) == "u" {
                if key.hexadecimal4(after: 2) == 0 { output.overwrite(at: key.position, with: "\\ufffd") }
                key.advance(6)
            } else {
                key.advance(2)
            }
        }
    }

    /// Leaves out the next `count` bytes and writes `text` in their place.
    private mutating func replace(_ count: Int, with text: StaticString) -> Bool {
        if !flush() { return false }
        cursor.advance(count)
        copied = cursor
        return output.append(text)
    }

    /// Copies what was passed over unchanged: most of a text goes in few large pieces.
    private mutating func flush() -> Bool {
        let length = cursor.position &- copied.position
        let copiedAll = length == 0 || output.append(copied.pointer, length)
        copied = cursor
        return copiedAll
    }
}
