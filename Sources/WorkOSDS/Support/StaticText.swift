/// Literals as C strings and as bytes. `StaticString` needs neither memory nor Unicode tables, unlike `String`.
enum StaticText {
    /// A literal as a C string, since literals are NUL-terminated. Valid until the process ends: the library is never
    /// unloaded (`-z nodelete` in Package.swift).
    static func characters(_ text: StaticString) -> UnsafePointer<CChar> {
        UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    /// Without the NUL.
    @inline(never)
    static func bytes(_ text: StaticString) -> [UInt8] {
        [UInt8](UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
