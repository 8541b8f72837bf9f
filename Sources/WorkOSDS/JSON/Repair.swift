/// A page has a hundred users, and one malformed value must not lose all of them. Rewrites a text and mends the values
/// for which a reader would reject all of it: invalid UTF-8 and lone surrogates become U+FFFD, numbers beyond int64 or
/// double become texts of the same digits, an escaped NUL in a key becomes U+FFFD. Keys of one object that would then
/// be equal get a number. It does not check the grammar; the scanner checks the result.
///
/// The scanner decides whether a text needs this, so it runs for hostile or broken data only. Everything between mended
/// values is copied unchanged, and nothing is ever removed.
struct Repair {
    /// For the second pass.
    private let start: ByteCursor
    private var cursor: ByteCursor
    /// Finds keys that the repair has made equal.
    private var keys = KeyNames()
    private let output: ByteBuffer
    /// The decoded name of the current key; reused.
    private let name = ByteBuffer()
    /// The start of the bytes that were read but not yet copied, at or before `cursor`.
    private var copied: ByteCursor

    /// False if memory runs out. One pass, or two if keys are mended. The output is at most three times as long as the
    /// input. Threefold, because one invalid byte becomes the three bytes of U+FFFD.
    static func run(_ text: ByteBuffer, into output: ByteBuffer) -> Bool {
        output.removeAll()
        var repair = Repair(text, output)
        if !repair.run() { return false }
        return !repair.keys.mayMeet || repair.runAgain()
    }

    /// The same for bytes that are not JSON: only invalid UTF-8 is mended. False if memory runs out.
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

    /// The second pass, in which all keys that need no repair are known.
    private mutating func runAgain() -> Bool {
        output.removeAll()
        cursor = start
        copied = start
        keys.startAgain()
        return run()
    }

    /// Recognizes only texts, numbers and brackets; everything between them is copied.
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

    /// A number that fits neither int64 nor double becomes a text, so that no digit is lost. JSON numbers have no limit
    /// (RFC 8259, section 6), but readers do: a 30-digit employee number must not become 1.2345e29.
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
            if next.current == ":" { return true }  // the scanner reports that a number is not a key
            return output.append("\"") && flush() && output.append("\"")
        }
    }

    /// A text from its opening quote to its closing one. A text without an end is copied as it is, for the scanner to
    /// reject.
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

    /// An escape at the cursor, whose code unit is `unit` if it is \uXXXX. A high surrogate (U+D800 to U+DBFF) followed
    /// by a low one (U+DC00 to U+DFFF) is a character; any other surrogate is alone and not valid in UTF-8 (RFC 3629,
    /// section 3).
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

    /// If a colon follows, the text written since `start` is a key: its \u0000 become \ufffd, and it is made distinct.
    private mutating func mendKey(from start: Int, isMended: Bool, holdsNUL: Bool) -> Bool {
        cursor.skipWhitespace()
        guard cursor.current == ":" else { return true }
        if holdsNUL { overwriteNULs(from: start) }
        guard let number = number(forKeyAt: start &+ 1, isMended: isMended || holdsNUL) else {
            return !keys.isOutOfMemory
        }
        output.removeLast()
        return output.append(decimal: number) && output.append("\"")
    }

    /// The suffix for the key that has been written up to its closing quote; nil for none.
    private mutating func number(forKeyAt start: Int, isMended: Bool) -> Int? {
        let length = output.count &- start &- 1
        let key = ByteCursor(output.bytes, from: start, to: output.count)
        name.removeAll()
        // Decoding never makes it longer.
        guard name.append(key.pointer, length), let target = name.mutableBytes else {
            keys.noteOutOfMemory()
            return nil
        }
        // Except for an escape that is cut off at the end.
        let count = min(TextDecoder.decode(key, length: length, to: target, exact: true), length)
        return keys.number(for: UnsafeRawBufferPointer(start: target, count: count), isMended: isMended)
    }

    /// The replacement has the same length, so nothing moves.
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

    /// Replaces the next `count` bytes with `text`.
    private mutating func replace(_ count: Int, with text: StaticString) -> Bool {
        if !flush() { return false }
        cursor.advance(count)
        copied = cursor
        return output.append(text)
    }

    /// Copies the unchanged bytes since `start`, so that most of a text is copied in few large pieces.
    private mutating func flush() -> Bool {
        let length = cursor.position &- copied.position
        let copiedAll = length == 0 || output.append(copied.pointer, length)
        copied = cursor
        return copiedAll
    }
}
