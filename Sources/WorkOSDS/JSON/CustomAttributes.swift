import CJansson
import CPlatform
import CWorkOSDS

/// The custom attributes of one user, parsed by jansson: they are free in type and depth.
final class CustomAttributes {
    private let object: JanssonValue
    /// jansson finds the n-th member only by walking.
    private let members: [UnsafeMutableRawPointer]

    /// `text` was checked before. nil when memory is out.
    init?(_ text: UnsafePointer<UInt8>, _ length: Int) {
        guard let parsed = JanssonValue(parsing: text, length) else { return nil }
        object = parsed
        var members: [UnsafeMutableRawPointer] = []
        var member = json_object_iter(parsed.pointer)  // nil for anything but an object
        while let current = member {
            members.append(current)
            member = json_object_iter_next(parsed.pointer, current)
        }
        self.members = members
    }

    var count: Int { members.count }

    func key(at index: Int) -> UnsafePointer<CChar>? {
        members.indices.contains(index) ? json_object_iter_key(members[index]) : nil
    }

    func value(_ key: UnsafePointer<CChar>) -> UnsafeMutablePointer<json_t>? { json_object_get(object.pointer, key) }

    /// One of WORKOSDS_ATTRIBUTE_...
    static func type(_ value: UnsafeMutablePointer<json_t>) -> Int {
        switch cjansson_type(value) {
        case JSON_NULL: return WORKOSDS_ATTRIBUTE_NULL
        case JSON_STRING: return WORKOSDS_ATTRIBUTE_TEXT
        case JSON_INTEGER: return WORKOSDS_ATTRIBUTE_INTEGER
        case JSON_REAL: return WORKOSDS_ATTRIBUTE_REAL
        case JSON_TRUE, JSON_FALSE: return WORKOSDS_ATTRIBUTE_BOOLEAN
        case JSON_ARRAY: return WORKOSDS_ATTRIBUTE_ARRAY
        default: return WORKOSDS_ATTRIBUTE_OBJECT
        }
    }
}
