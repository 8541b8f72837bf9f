import CPlatform

/// C strings in `malloc` memory, which the library's caller frees, and the caller's C strings.
enum CText {
    /// A NUL-terminated copy; nil if memory runs out. malloc instead of Swift's memory, because the caller frees it
    /// with workosds_string_free.
    static func copy(_ source: UnsafeRawPointer, _ length: Int) -> UnsafeMutablePointer<CChar>? {
        guard let target = malloc(length &+ 1)?.assumingMemoryBound(to: CChar.self) else { return nil }
        memcpy(target, source, length)
        target[length] = 0
        return target
    }

    static func length(_ text: UnsafePointer<CChar>) -> Int { Int(truncatingIfNeeded: strlen(text)) }

    /// Of an argument: no server takes a longer URL, and no system a longer path.
    static let longestArgument = 8192

    /// The bytes without the NUL; nil for NULL and "", which as arguments mean "not given".
    static func argument(_ text: UnsafePointer<CChar>?) -> [UInt8]? {
        guard let text, text.pointee != 0 else { return nil }
        return bytes(text)
    }

    /// A copy of at most `longestArgument` + 1 bytes, without the NUL: it stays small whatever is passed, and one byte
    /// too many is enough for `Argument.checkLength` to reject it.
    static func bytes(_ text: UnsafePointer<CChar>) -> [UInt8] {
        let length = strnlen(text, longestArgument &+ 1)
        return [UInt8](UnsafeRawBufferPointer(start: text, count: Int(truncatingIfNeeded: length)))
    }

    /// The bytes of an argument without a copy; nil for NULL and "". Valid during the call only, as the argument is.
    /// For webhooks, whose length has no limit.
    static func view(_ text: UnsafePointer<CChar>?) -> UnsafeRawBufferPointer? {
        guard let text, text.pointee != 0 else { return nil }
        return UnsafeRawBufferPointer(start: text, count: length(text))
    }
}

/// Texts inside the library are arrays of bytes; these make C strings of them.
extension Array where Element == UInt8 {
    /// NUL-terminated, with U+FFFD instead of NULs inside, so that a C string is never shorter than the text sent.
    var terminated: [UInt8] {
        var text: [UInt8] = []
        for byte in self {
            if byte == 0 { text.append(contentsOf: StaticText.bytes("\u{FFFD}")) } else { text.append(byte) }
        }
        text.append(0)
        return text
    }

    /// The bytes as a C string, valid during `body`.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        var terminated = self
        terminated.append(0)
        return terminated.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return body(StaticText.characters("")) }
            return body(UnsafeRawPointer(base).assumingMemoryBound(to: CChar.self))
        }
    }

    /// The address of the bytes, which are NUL-terminated. Only for a constant of an object that the caller of the
    /// library holds: Swift guarantees the address within the closure alone, but the elements of an array that is never
    /// mutated stay where they are as long as the array exists.
    var characters: UnsafePointer<CChar>? {
        withUnsafeBufferPointer { UnsafeRawPointer($0.baseAddress)?.assumingMemoryBound(to: CChar.self) }
    }
}
