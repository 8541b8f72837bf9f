import CWorkOSDS

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The value of a custom attribute, of the type that the server sent. Nothing is converted.
public enum CustomAttribute: Sendable, Equatable {
    case null
    /// A text, exactly; also an integer that does not fit `Int64`.
    case text(String)
    case integer(Int64)
    /// A number written with a fraction or an exponent: 0.5, 1.0, 1e3.
    case real(Double)
    case boolean(Bool)
    /// An array, as JSON text.
    case array(String)
    /// An object, as JSON text.
    case object(String)
}

extension User {
    /// The keys of the custom attributes, in the server's order.
    public var customAttributeKeys: [String] {
        reference.read { user in
            (0..<workosds_user_custom_attribute_count(user)).compactMap { index in
                var length = 0
                return workosds_user_custom_attribute_key_at(user, index, &length).map { exactText($0, length) }
            }
        }
    }

    /// The custom attribute of a key; nil if there is none. If the server sent a key twice, the last one counts.
    public func customAttribute(_ key: String) -> CustomAttribute? {
        guard !key.utf8.contains(0) else { return nil }
        return reference.read { user in attribute(user, key) }
    }

    /// Decodes the custom attributes, of which unknown ones are ignored.
    ///
    /// ```swift
    /// struct Attributes: Decodable {
    ///     var department: String?
    /// }
    /// let department = try user.customAttributes(as: Attributes.self).department
    /// ```
    ///
    /// Throws the decoder's `DecodingError` if an attribute has another type or a required one is missing.
    public func customAttributes<Attributes: Decodable>(as type: Attributes.Type) throws -> Attributes {
        let json = customAttributesJSON.flatMap { $0 == "null" ? nil : $0 } ?? "{}"
        return try JSONDecoder().decode(type, from: Data(json.utf8))
    }

    private func attribute(_ user: OpaquePointer?, _ key: String) -> CustomAttribute? {
        switch Int(workosds_user_custom_attribute_type(user, key)) {
        case WORKOSDS_ATTRIBUTE_NULL:
            return .null
        case WORKOSDS_ATTRIBUTE_TEXT:
            var start: UnsafePointer<CChar>?
            var length = 0
            guard workosds_user_custom_attribute_text(user, key, &start, &length) == 1, let start else { return nil }
            return .text(exactText(start, length))
        case WORKOSDS_ATTRIBUTE_INTEGER:
            var integer: Int64 = 0
            return workosds_user_custom_attribute_integer(user, key, &integer) == 1 ? .integer(integer) : nil
        case WORKOSDS_ATTRIBUTE_REAL:
            var real = 0.0
            return workosds_user_custom_attribute_real(user, key, &real) == 1 ? .real(real) : nil
        case WORKOSDS_ATTRIBUTE_BOOLEAN:
            var boolean: Int32 = 0
            return workosds_user_custom_attribute_boolean(user, key, &boolean) == 1 ? .boolean(boolean == 1) : nil
        case WORKOSDS_ATTRIBUTE_ARRAY:
            return String(taking: workosds_user_custom_attribute_json(user, key)).map { .array($0) }
        case WORKOSDS_ATTRIBUTE_OBJECT:
            return String(taking: workosds_user_custom_attribute_json(user, key)).map { .object($0) }
        default:
            return nil
        }
    }

    private func exactText(_ start: UnsafePointer<CChar>, _ length: Int) -> String {
        String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }
}
