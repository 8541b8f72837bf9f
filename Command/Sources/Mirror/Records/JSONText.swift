import Glibc

/// One JSON value as the bytes it is written in. The library has checked the text, so that its parts are found without
/// checking them again, and what goes into the database as it came is never decoded.
struct JSONText {
    typealias Byte = UnsafePointer<UInt8>

    let start: Byte
    let end: Byte

    init(start: Byte, end: Byte) {
        self.start = start
        self.end = end
    }

    /// Nil for no bytes at all.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return nil }
        let start = base.assumingMemoryBound(to: UInt8.self)
        self.init(start: start, end: start + bytes.count)
    }

    var count: Int { end - start }
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    var isString: Bool { first == UInt8(ascii: "\"") }
    var isObject: Bool { first == UInt8(ascii: "{") }
    var isArray: Bool { first == UInt8(ascii: "[") }
    var isNull: Bool { first == UInt8(ascii: "n") }

    private var first: UInt8 { start < end ? start.pointee : 0 }

    /// Between a string's quotes, escapes and all.
    var inside: JSONText { JSONText(start: start + 1, end: end - 1) }

    func equals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && memcmp(start, text.utf8Start, count) == 0
    }

    /// A string's text; nil for a value of another kind.
    var string: String? {
        guard isString else { return nil }
        guard inside.hasEscape else { return String(decoding: inside.bytes, as: UTF8.self) }
        var decoded: [UInt8] = []
        inside.unescape(into: &decoded)
        return String(decoding: decoded, as: UTF8.self)
    }

    /// The elements of an array; of anything else none.
    func forEachElement(_ body: (JSONText) throws -> Void) rethrows {
        guard isArray else { return }
        var cursor = Cursor(at: start + 1, end: end)
        while let element = cursor.value() { try body(element) }
    }

    /// The members of an object, keys without their quotes; of anything else none.
    func forEachMember(_ body: (_ key: JSONText, _ value: JSONText) throws -> Void) rethrows {
        guard isObject else { return }
        var cursor = Cursor(at: start + 1, end: end)
        while let key = cursor.value(), let value = cursor.value() { try body(key.inside, value) }
    }

    /// The first member of that name.
    func member(_ name: StaticString) -> JSONText? {
        guard isObject else { return nil }
        var cursor = Cursor(at: start + 1, end: end)
        while let key = cursor.value(), let value = cursor.value() {
            if key.inside.equals(name) { return value }
        }
        return nil
    }

    /// Goes from value to value, over whatever stands between them.
    private struct Cursor {
        private var at: Byte
        private let end: Byte

        init(at: Byte, end: Byte) {
            self.at = at
            self.end = end
        }

        mutating func value() -> JSONText? {
            while at < end {
                switch at.pointee {
                case UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
                    UInt8(ascii: "\t"):
                    at += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): return nil
                default:
                    let start = at
                    skip()
                    return JSONText(start: start, end: at)
                }
            }
            return nil
        }

        private mutating func skip() {
            switch at.pointee {
            case UInt8(ascii: "\""): skipString()
            case UInt8(ascii: "{"), UInt8(ascii: "["): skipContainer()
            default:
                while at < end, !Self.endsScalar(at.pointee) { at += 1 }
            }
        }

        private static func endsScalar(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: " "), UInt8(ascii: "\n"),
                UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                true
            default: false
            }
        }

        private mutating func skipString() {
            at += 1
            while end - at >= 8, !Self.endsWithin(UnsafeRawPointer(at).loadUnaligned(as: UInt64.self)) { at += 8 }
            while at < end {
                switch at.pointee {
                case UInt8(ascii: "\""):
                    at += 1
                    return
                case UInt8(ascii: "\\"): at = min(at + 2, end)
                default: at += 1
                }
            }
        }

        /// Whether one of eight bytes is a quote or a backslash: most of the text is strings, and passed over so.
        private static func endsWithin(_ bytes: UInt64) -> Bool {
            hasZero(bytes ^ 0x2222_2222_2222_2222) || hasZero(bytes ^ 0x5C5C_5C5C_5C5C_5C5C)
        }

        private static func hasZero(_ bytes: UInt64) -> Bool {
            (bytes &- 0x0101_0101_0101_0101) & ~bytes & 0x8080_8080_8080_8080 != 0
        }

        private mutating func skipContainer() {
            var depth = 0
            while at < end {
                switch at.pointee {
                case UInt8(ascii: "\""): skipString()
                case UInt8(ascii: "{"), UInt8(ascii: "["):
                    depth += 1
                    at += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    depth -= 1
                    at += 1
                    if depth == 0 { return }
                default: at += 1
                }
            }
        }
    }
}
