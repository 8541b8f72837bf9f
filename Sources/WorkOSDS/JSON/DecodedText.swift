import CPlatform

/// A decoded, NUL-terminated text and its length. Borrowed from an arena or a table of attributes, so valid as long as
/// that is.
struct DecodedText {
    let start: UnsafePointer<CChar>
    /// In bytes, without the NUL at the end.
    let length: Int

    var bytes: [UInt8] { [UInt8](UnsafeRawBufferPointer(start: start, count: length)) }

    /// For comparing many ids without storing them.
    var hash: UInt64 { CursorSet.hash(UnsafeRawBufferPointer(start: start, count: length)) }

    func starts(_ text: StaticString) -> Bool {
        length >= text.utf8CodeUnitCount && memcmp(start, text.utf8Start, text.utf8CodeUnitCount) == 0
    }

    func equals(_ text: StaticString) -> Bool {
        length == text.utf8CodeUnitCount && memcmp(start, text.utf8Start, length) == 0
    }
}

/// Decoding is here, so that an arena only allocates.
extension Arena {
    /// Decodes the JSON text at `range`, which includes its quotes; nil if the value has another type or memory runs
    /// out. The text without its quotes, and a NUL, is never shorter than the result.
    func decode(_ base: UnsafePointer<UInt8>, _ range: TextRange) -> DecodedText? {
        var start = ByteCursor(base, from: range.lower, to: range.upper)
        guard range.length >= 2, start.current == "\"", let target = allocate(range.length &- 1) else {
            return nil
        }
        start.advance()
        let length = range.length &- 2
        var written = length
        // Few texts have an escape; the others are copied unchanged.
        if memchr(start.pointer, Int32("\\" as UInt8), length) == nil {
            memcpy(target, start.pointer, length)
        } else {
            written = TextDecoder.decode(start, length: length, to: target, exact: false)
        }
        target[written] = 0
        return DecodedText(start: UnsafeRawPointer(target).assumingMemoryBound(to: CChar.self), length: written)
    }
}
