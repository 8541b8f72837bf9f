@testable import WorkOSDS

/// The bytes of a text.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The text of bytes; invalid UTF-8 is replaced by U+FFFD.
func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }

/// A text with its NUL, as in failures.
func text(ended bytes: [UInt8]?) -> String? { bytes.map { text($0.dropLast()) } }

extension ByteBuffer {
    convenience init(_ bytes: [UInt8]) {
        self.init()
        _ = append(bytes, bytes.count)
    }

    convenience init(_ text: String) { self.init(Array(text.utf8)) }

    var content: [UInt8] { [UInt8](UnsafeBufferPointer(start: bytes, count: count)) }
}

extension DecodedText {
    var string: String { text(UnsafeRawBufferPointer(start: start, count: length)) }
}

extension Record {
    /// A copy of a field's text.
    func string(_ field: some RecordField) -> String? {
        withExtendedLifetime(self) { decodedText(field.rawValue)?.string }
    }
}

/// A cursor over bytes with their padding, valid during `body`.
func withCursor<Result>(_ bytes: [UInt8], _ body: (inout ByteCursor) -> Result) -> Result {
    let padded = bytes + [UInt8](repeating: 0, count: ByteCursor.padding)
    return padded.withUnsafeBufferPointer { buffer in
        var cursor = ByteCursor(buffer.baseAddress!, to: bytes.count)
        return body(&cursor)
    }
}

func withCursor<Result>(_ text: String, _ body: (inout ByteCursor) -> Result) -> Result {
    withCursor(bytes(text), body)
}
