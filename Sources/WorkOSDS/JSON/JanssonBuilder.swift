import CJansson
import CPlatform

/// Makes jansson's values from a text that has passed the scanner. jansson's own parser overlooks it when it cannot
/// grow a token (2.14), and is slower.
struct JanssonBuilder {
    private var cursor: ByteCursor
    /// Texts with escapes, decoded.
    private let scratch = ByteBuffer()

    init(_ text: UnsafePointer<UInt8>, _ length: Int) { cursor = ByteCursor(text, to: length) }

    /// A new reference; nil when memory is out. Numbers are read in the C locale: call it within `CLocale.run`.
    /// Recursion ends at the scanner's depth.
    mutating func value() -> UnsafeMutablePointer<json_t>? {
        cursor.skipWhitespace()
        switch cursor.current {
        case UInt8(ascii: "{"): return object()
        case UInt8(ascii: "["): return array()
        case UInt8(ascii: "\""): return text { json_stringn_nocheck($0, $1) }
        case UInt8(ascii: "t"): return literal(4, json_true())
        case UInt8(ascii: "f"): return literal(5, json_false())
        case UInt8(ascii: "n"): return literal(4, json_null())
        default: return number()
        }
    }

    private mutating func object() -> UnsafeMutablePointer<json_t>? {
        guard let object = json_object() else { return nil }
        while opensMember() {
            guard let key = text({ CText.copy($0, $1) }) else { return release(object) }
            defer { free(key) }
            cursor.skipWhitespace()
            cursor.advance()  // the colon
            // Takes over the value, also where it fails; a key that comes again replaces the first.
            guard json_object_set_new_nocheck(object, key, value()) == 0 else { return release(object) }
        }
        return object
    }

    private mutating func array() -> UnsafeMutablePointer<json_t>? {
        guard let array = json_array() else { return nil }
        while opensMember() {
            guard json_array_append_new(array, value()) == 0 else { return release(array) }
        }
        return array
    }

    /// Behind a bracket or a member: whether another member follows. Moves to it, or behind the closing bracket.
    private mutating func opensMember() -> Bool {
        cursor.skipWhitespace()
        let byte = cursor.current
        if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: ",") {
            cursor.advance()
            cursor.skipWhitespace()
            if byte == UInt8(ascii: ",") { return true }
        }
        if cursor.isAtEnd || cursor.current == UInt8(ascii: "}") || cursor.current == UInt8(ascii: "]") {
            cursor.advance()
            return false
        }
        return true
    }

    private func release(_ value: UnsafeMutablePointer<json_t>) -> UnsafeMutablePointer<json_t>? {
        cjansson_release(value)
        return nil
    }

    private mutating func literal(_ length: Int, _ value: UnsafeMutablePointer<json_t>?) -> UnsafeMutablePointer<
        json_t
    >? {
        cursor.advance(length)
        return value
    }

    private mutating func number() -> UnsafeMutablePointer<json_t>? {
        let start = cursor
        _ = NumberText.skip(&cursor)
        if cursor.position == start.position { return nil }
        return IntegerReader.integer(start).map { json_integer($0) } ?? json_real(start.real())
    }

    /// What `body` makes of the text at the cursor, decoded; nil when memory is out.
    private mutating func text<Result>(_ body: (UnsafePointer<CChar>, Int) -> Result?) -> Result? {
        cursor.advance()
        let start = cursor
        var hasEscape = false
        while !cursor.isAtEnd {
            cursor.skipPlainText()
            if cursor.current == UInt8(ascii: "\"") { break }
            if cursor.current == UInt8(ascii: "\\") {
                hasEscape = true
                cursor.advance()
            }
            cursor.advance()
        }
        let length = cursor.position &- start.position
        cursor.advance()
        if !hasEscape { return body(start.characters, length) }
        scratch.removeAll()
        guard scratch.append(start.pointer, length), let target = scratch.mutableBytes else { return nil }
        let written = TextDecoder.decode(start, length: length, to: target)
        return body(UnsafeRawPointer(target).assumingMemoryBound(to: CChar.self), written)
    }
}
