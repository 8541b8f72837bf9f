import CJansson

/// A reference to a jansson value, for JSON that the library composes: errors and build information. The JSON of
/// records is made from the server's text (`RecordJSON`).
///
/// The object owns one reference and releases it; a parent has its own. jansson does not read responses: building its
/// trees takes most of a plain C client's CPU time (see `Scanner`).
final class JSONValue {
    let pointer: UnsafeMutablePointer<json_t>
    /// False if a member is missing because memory ran out; there is no text then.
    private var isComplete = true

    /// One line, and any value at the top.
    private static var dumpFlags: Int { Int(JSON_ENCODE_ANY | JSON_COMPACT) }

    private init(_ pointer: UnsafeMutablePointer<json_t>) { self.pointer = pointer }

    /// Takes ownership of a new reference; nil for NULL. Not an `init?`, because Embedded Swift leaks an object whose
    /// initializer fails.
    private static func owning(_ pointer: UnsafeMutablePointer<json_t>?) -> JSONValue? {
        pointer.map { JSONValue($0) }
    }

    deinit { cjansson_release(pointer) }

    /// The JSON text, to be freed with `free`; nil if memory runs out.
    func dump() -> UnsafeMutablePointer<CChar>? { isComplete ? Self.dump(pointer) : nil }

    /// With a callback, because json_dumps of jansson 2.14 ignores a failure to write a key. In the C locale, because
    /// jansson prints reals with printf.
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

    /// Fails after memory has run out once, so that no text lacks a part.
    private struct Output {
        let text = ByteBuffer()
        private var hasFailed = false

        mutating func append(_ bytes: UnsafePointer<CChar>, _ length: Int) -> Bool {
            hasFailed = hasFailed || !text.append(bytes, length, limit: .max)
            return !hasFailed
        }
    }

    /// Whether the functions called are jansson's, not those of another library. See cjansson.h: json-c exports a
    /// function of the same name with another meaning.
    static var isUsable: Bool { cjansson_is_itself() == 1 }

    static var libraryVersion: UnsafePointer<CChar>? { jansson_version_str() }

    // MARK: Building

    static func object() -> JSONValue? { owning(json_object()) }

    static func array() -> JSONValue? { owning(json_array()) }

    /// Adds a reference of its element. False if memory runs out; nil then counts as an element that could not be made.
    @discardableResult
    func append(_ element: JSONValue?) -> Bool {
        if let element, element.isComplete, json_array_append(pointer, element.pointer) == 0 { return true }
        isComplete = false
        return false
    }

    /// Takes ownership of a new reference; NULL means that memory ran out. The document is then incomplete, and `dump`
    /// returns nil instead of a text without this member.
    private func set(_ key: StaticString, new value: UnsafeMutablePointer<json_t>?) {
        if json_object_set_new_nocheck(pointer, StaticText.characters(key), value) != 0 { isComplete = false }
    }

    func setNull(_ key: StaticString) { set(key, new: json_null()) }

    // jansson's _nocheck functions accept any bytes; these are already UTF-8.

    /// NUL-terminated UTF-8; null if nil.
    func set(_ key: StaticString, text: UnsafePointer<CChar>?) {
        set(key, new: text.map { json_string_nocheck($0) } ?? json_null())
    }

    /// UTF-8; null if nil.
    func set(_ key: StaticString, bytes: [UInt8]?) {
        guard let bytes else { return setNull(key) }
        if Reserve.isUsed { return set(key, new: nil) }
        bytes.withCString { set(key, new: json_stringn_nocheck($0, bytes.count)) }
    }

    /// null for nil.
    func set(_ key: StaticString, integer: Int64?) {
        set(key, new: integer.map { json_integer($0) } ?? json_null())
    }

    func set(_ key: StaticString, boolean: Bool) {
        set(key, new: boolean ? json_true() : json_false())
    }

    /// A nil value marks the object as incomplete, as a part that could not be made.
    func set(_ key: StaticString, value: JSONValue?) {
        if value?.isComplete != true { isComplete = false }
        set(key, new: value.map { cjansson_retain($0.pointer) } ?? json_null())
    }

    /// Replaces invalid UTF-8 with U+FFFD, because a body may be anything and JSON must be UTF-8 (RFC 8259, section
    /// 8.1); null if nil.
    func set(_ key: StaticString, text buffer: ByteBuffer?) {
        guard let buffer else { return setNull(key) }
        let mended = ByteBuffer()
        guard Repair.text(buffer, into: mended) else { return set(key, new: nil) }
        let start = UnsafeRawPointer(mended.bytes).assumingMemoryBound(to: CChar.self)
        withExtendedLifetime(mended) { set(key, new: json_stringn_nocheck(start, mended.count)) }
    }
}
