import CJansson

/// One reference to a jansson value, for the JSON that the library composes itself: errors, and what it was built with.
/// Records are written from the server's text (`RecordJSON`).
final class JSONValue {
    let pointer: UnsafeMutablePointer<json_t>
    /// False once something that was set is missing for want of memory: then there is no text.
    private var isComplete = true

    private static var dumpFlags: Int { Int(JSON_ENCODE_ANY | JSON_COMPACT) }

    private init(_ pointer: UnsafeMutablePointer<json_t>) { self.pointer = pointer }

    /// Takes over a new reference; nil for NULL. Not an `init?`: Embedded Swift does not give back the memory of an
    /// object whose initializer fails.
    private static func owning(_ pointer: UnsafeMutablePointer<json_t>?) -> JSONValue? {
        pointer.map { JSONValue($0) }
    }

    deinit { cjansson_release(pointer) }

    /// JSON text, to be freed by `free`; nil when memory is out.
    func dump() -> UnsafeMutablePointer<CChar>? { isComplete ? Self.dump(pointer) : nil }

    /// Through a callback: json_dumps of jansson 2.14 goes on where a key could not be written.
    static func dump(_ value: UnsafeMutablePointer<json_t>) -> UnsafeMutablePointer<CChar>? {
        var output = Output()
        let result = withUnsafeMutablePointer(to: &output) { output in
            CLocale.run {
                json_dump_callback(
                    value,
                    { bytes, length, output in
                        guard let bytes, let output = output?.assumingMemoryBound(to: Output.self) else { return -1 }
                        return output.pointee.append(bytes, length) ? 0 : -1
                    }, output, dumpFlags)
            }
        }
        return result == 0 ? output.text.take() : nil
    }

    /// Once memory was out everything fails: no text with a piece missing.
    private struct Output {
        let text = ByteBuffer()
        private var hasFailed = false

        mutating func append(_ bytes: UnsafePointer<CChar>, _ length: Int) -> Bool {
            hasFailed = hasFailed || !text.append(bytes, length, limit: .max)
            return !hasFailed
        }
    }

    /// Whether jansson's functions are jansson's own.
    static var isUsable: Bool { cjansson_is_itself() == 1 }

    static var libraryVersion: UnsafePointer<CChar>? { jansson_version_str() }

    // MARK: Building

    static func object() -> JSONValue? { owning(json_object()) }

    static func array() -> JSONValue? { owning(json_array()) }

    /// False when memory is out.
    @discardableResult
    func append(_ element: JSONValue?) -> Bool {
        if let element, element.isComplete, json_array_append(pointer, element.pointer) == 0 { return true }
        isComplete = false
        return false
    }

    /// Takes over a new reference; NULL is missing memory.
    private func set(_ key: StaticString, new value: UnsafeMutablePointer<json_t>?) {
        if json_object_set_new_nocheck(pointer, StaticText.characters(key), value) != 0 { isComplete = false }
    }

    func setNull(_ key: StaticString) { set(key, new: json_null()) }

    // The _nocheck functions of jansson take any bytes: what comes here is UTF-8 already.

    /// UTF-8 that ends in a NUL; nil: null.
    func set(_ key: StaticString, text: UnsafePointer<CChar>?) {
        set(key, new: text.map { json_string_nocheck($0) } ?? json_null())
    }

    /// UTF-8; nil: null.
    func set(_ key: StaticString, bytes: [UInt8]?) {
        guard let bytes else { return setNull(key) }
        bytes.withCString { set(key, new: json_stringn_nocheck($0, bytes.count)) }
    }

    /// null for nil.
    func set(_ key: StaticString, integer: Int64?) {
        set(key, new: integer.map { json_integer($0) } ?? json_null())
    }

    func set(_ key: StaticString, boolean: Bool) {
        set(key, new: boolean ? json_true() : json_false())
    }

    func set(_ key: StaticString, value: JSONValue?) {
        if value?.isComplete != true { isComplete = false }
        set(key, new: value.map { cjansson_retain($0.pointer) } ?? json_null())
    }

    /// Bytes that are not UTF-8 read as U+FFFD; nil: null.
    func set(_ key: StaticString, text buffer: ByteBuffer?) {
        guard let buffer else { return setNull(key) }
        let mended = ByteBuffer()
        guard Repair.text(buffer, into: mended) else { return set(key, new: nil) }
        let start = UnsafeRawPointer(mended.bytes).assumingMemoryBound(to: CChar.self)
        withExtendedLifetime(mended) { set(key, new: json_stringn_nocheck(start, mended.count)) }
    }
}
