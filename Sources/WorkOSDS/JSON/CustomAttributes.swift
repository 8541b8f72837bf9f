import CJansson
import CPlatform
import CWorkOSDS

/// The custom attributes of one user, parsed by jansson: they are free in type and depth.
final class CustomAttributes {
    private let object: JanssonValue
    /// jansson finds the n-th member only by walking.
    private let members: [UnsafeMutableRawPointer]

    /// `text` was checked before. nil when memory is out.
    static func parsing(_ text: UnsafePointer<UInt8>, _ length: Int) -> CustomAttributes? {
        JanssonValue.parsing(text, length).map { CustomAttributes($0) }
    }

    private init(_ parsed: JanssonValue) {
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

    // MARK: Values. nil where the attribute is not there with that type; a key may be "".

    /// One of WORKOSDS_ATTRIBUTE_...
    func type(_ key: UnsafePointer<CChar>) -> Int {
        guard let value = value(key) else { return WORKOSDS_ATTRIBUTE_ABSENT }
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

    func text(_ key: UnsafePointer<CChar>) -> DecodedText? {
        let value = value(key)
        return json_string_value(value).map { DecodedText(start: $0, length: json_string_length(value)) }
    }

    func integer(_ key: UnsafePointer<CChar>) -> Int64? {
        type(key) == WORKOSDS_ATTRIBUTE_INTEGER ? Int64(json_integer_value(value(key))) : nil
    }

    func real(_ key: UnsafePointer<CChar>) -> Double? {
        type(key) == WORKOSDS_ATTRIBUTE_REAL ? json_real_value(value(key)) : nil
    }

    func boolean(_ key: UnsafePointer<CChar>) -> Bool? {
        guard let value = value(key), type(key) == WORKOSDS_ATTRIBUTE_BOOLEAN else { return nil }
        return cjansson_type(value) == JSON_TRUE
    }

    /// To be freed by `free`.
    func json(_ key: UnsafePointer<CChar>) -> UnsafeMutablePointer<CChar>? {
        value(key).flatMap { JanssonValue.dump($0) }
    }

    private func value(_ key: UnsafePointer<CChar>) -> UnsafeMutablePointer<json_t>? {
        json_object_get(object.pointer, key)
    }
}
