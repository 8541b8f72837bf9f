import CJansson
import CPlatform

/// One reference to a jansson value.
final class JanssonValue {
    let pointer: UnsafeMutablePointer<json_t>

    private static var parseFlags: Int { Int(JSON_DECODE_ANY | JSON_ALLOW_NUL) }
    private static var dumpFlags: Int { Int(JSON_ENCODE_ANY | JSON_COMPACT) }

    /// Takes over a new reference; nil for NULL.
    init?(owning pointer: UnsafeMutablePointer<json_t>?) {
        guard let pointer else { return nil }
        self.pointer = pointer
    }

    /// `text` has passed the scanner, so that only missing memory can stop jansson.
    convenience init?(parsing text: UnsafePointer<UInt8>, _ length: Int) {
        let flags = Self.parseFlags
        self.init(
            owning: text.withMemoryRebound(to: CChar.self, capacity: length) { characters in
                CLocale.run { json_loadb(characters, length, flags, nil) }
            })
    }

    deinit { cjansson_release(pointer) }

    /// JSON text, to be freed by `free`; nil when memory is out.
    func dump() -> UnsafeMutablePointer<CChar>? { Self.dump(pointer) }

    static func dump(_ value: UnsafeMutablePointer<json_t>) -> UnsafeMutablePointer<CChar>? {
        let flags = dumpFlags
        return CLocale.run { json_dumps(value, flags) }
    }

    // MARK: Objects

    static func object() -> JanssonValue? { JanssonValue(owning: json_object()) }

    func set(_ key: StaticString, _ value: UnsafeMutablePointer<json_t>?) {
        json_object_set_new(pointer, StaticText.characters(key), value ?? json_null())
    }

    func set(_ key: StaticString, text: UnsafePointer<CChar>?) {
        set(key, text.flatMap { json_string($0) })
    }

    func set(_ key: StaticString, bytes: [UInt8]?) {
        set(
            key,
            bytes.flatMap { bytes in
                bytes.withUnsafeBytes { buffer in
                    json_stringn(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
                }
            })
    }

    func set(_ key: StaticString, integer: Int64) { set(key, json_integer(integer)) }

    /// Borrowed.
    func get(_ key: StaticString) -> UnsafeMutablePointer<json_t>? {
        json_object_get(pointer, StaticText.characters(key))
    }
}

enum StaticText {
    /// A literal as a C string: literals end in NUL.
    static func characters(_ text: StaticString) -> UnsafePointer<CChar> {
        UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    /// Without the literal's NUL.
    static func bytes(_ text: StaticString) -> [UInt8] {
        [UInt8](UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
