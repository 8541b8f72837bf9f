import CJansson
import CPlatform

/// A value that jansson has parsed, for comparing.
struct Tree {
    let pointer: UnsafeMutablePointer<json_t>

    init?(_ pointer: UnsafeMutablePointer<json_t>?) {
        guard let pointer else { return nil }
        self.pointer = pointer
    }

    var type: json_type { cjansson_type(pointer) }
    var isObject: Bool { type == JSON_OBJECT }
    var isArray: Bool { type == JSON_ARRAY }

    /// nil for other kinds.
    var text: [UInt8]? {
        guard let start = json_string_value(pointer) else { return nil }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: json_string_length(pointer)))
    }

    var integer: Int64? { type == JSON_INTEGER ? Int64(json_integer_value(pointer)) : nil }
    var boolean: Bool? { type == JSON_TRUE ? true : type == JSON_FALSE ? false : nil }
    var memberCount: Int { json_object_size(pointer) }
    var elements: [Tree] { (0..<json_array_size(pointer)).compactMap { Tree(json_array_get(pointer, $0)) } }

    func member(_ key: StaticString) -> Tree? { Tree(json_object_get(pointer, StaticText.characters(key))) }
    func member(_ key: UnsafePointer<CChar>) -> Tree? { Tree(json_object_get(pointer, key)) }

    var keys: [UnsafePointer<CChar>] {
        var keys: [UnsafePointer<CChar>] = []
        var member = json_object_iter(pointer)
        while let current = member {
            keys.append(require(json_object_iter_key(current), "a member's key"))
            member = json_object_iter_next(pointer, current)
        }
        return keys
    }

    func equals(_ other: Tree?) -> Bool { other.map { json_equal(pointer, $0.pointer) == 1 } ?? false }

    /// Runs `body` on the text as parsed by jansson.
    static func parsing(_ text: UnsafePointer<UInt8>, _ length: Int, _ body: (Tree?) -> Void) {
        let flags = Int(JSON_DECODE_ANY | JSON_ALLOW_NUL)
        let value = text.withMemoryRebound(to: CChar.self, capacity: length) { json_loadb($0, length, flags, nil) }
        defer { json_decref(value) }
        body(Tree(value))
    }

    /// The same for a text that the library allocated. Frees the text.
    static func parsing(owned text: UnsafeMutablePointer<CChar>?, _ body: (Tree?) -> Void) {
        let text = require(text, "the library's JSON text")
        UnsafeRawPointer(text).withMemoryRebound(to: UInt8.self, capacity: 1) { parsing($0, strlen(text), body) }
        free(text)
    }
}
