import CWorkOSDS

public struct User: APIRecord {
    public let reference: RecordReference

    public init(_ reference: RecordReference) { self.reference = reference }

    public static let kind = RecordKind(
        next: { workosds_iterator_next_user($0, $1, $2) }, json: { workosds_user_json($0) },
        copy: { workosds_user_copy($0) }, free: { workosds_user_free($0) })

    public var id: String? { reference.text(workosds_user_id) }
    public var directoryID: String? { reference.text(workosds_user_directory_id) }
    public var organizationID: String? { reference.text(workosds_user_organization_id) }
    /// The user's id at the identity provider.
    public var idpID: String? { reference.text(workosds_user_idp_id) }
    public var email: String? { reference.text(workosds_user_email) }
    public var firstName: String? { reference.text(workosds_user_first_name) }
    public var lastName: String? { reference.text(workosds_user_last_name) }
    public var name: String? { reference.text(workosds_user_name) }
    /// "active", "inactive", or another value verbatim.
    public var state: String? { reference.text(workosds_user_state) }
    /// The slug of the primary role.
    public var role: String? { reference.text(workosds_user_role) }
    /// Deprecated by the API: see the custom attribute of that name.
    public var jobTitle: String? { reference.text(workosds_user_job_title) }
    /// Deprecated by the API: see the custom attribute of that name.
    public var username: String? { reference.text(workosds_user_username) }
    public var createdAt: String? { reference.text(workosds_user_created_at) }
    /// A change of membership does not change it.
    public var updatedAt: String? { reference.text(workosds_user_updated_at) }

    /// All roles by their slugs.
    public var roles: [String] {
        (0..<reference.read(workosds_user_role_count)).compactMap { index in
            reference.text { workosds_user_role_at($0, index) }
        }
    }

    /// Those in the user's own record: none for teams created since 2026-05-01. See `GroupQuery.user`.
    public var groups: [Group] {
        (0..<reference.read(workosds_user_group_count)).compactMap { index in
            reference.nested { workosds_user_group_at($0, index) }
        }
    }

    /// The server's JSON text; nil where the member is absent.
    public var customAttributesJSON: String? { reference.json(workosds_user_custom_attributes_json) }
    public var rawAttributesJSON: String? { reference.json(workosds_user_raw_attributes_json) }
    public var emailsJSON: String? { reference.json(workosds_user_emails_json) }
}

/// The value of a custom attribute. Nothing is converted.
public enum CustomAttribute: Sendable, Equatable {
    case null
    case text(String)
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    /// An array or an object, as JSON text.
    case json(String)
}

extension User {
    /// The custom attributes' keys in the server's order.
    public var customAttributeKeys: [String] {
        reference.read { user in
            (0..<workosds_user_custom_attribute_count(user)).compactMap { index in
                var length = 0
                return workosds_user_custom_attribute_key_at(user, index, &length).map { text($0, length) }
            }
        }
    }

    /// Nil where there is no attribute of that key.
    public func customAttribute(_ key: String) -> CustomAttribute? {
        guard !key.utf8.contains(0) else { return nil }
        return reference.read { user in
            switch Int(workosds_user_custom_attribute_type(user, key)) {
            case WORKOSDS_ATTRIBUTE_ABSENT: return nil
            case WORKOSDS_ATTRIBUTE_NULL: return .null
            case WORKOSDS_ATTRIBUTE_TEXT:
                var start: UnsafePointer<CChar>?
                var length = 0
                guard workosds_user_custom_attribute_text(user, key, &start, &length) == 1, let start else {
                    return nil
                }
                return .text(text(start, length))
            case WORKOSDS_ATTRIBUTE_INTEGER:
                var integer: Int64 = 0
                return workosds_user_custom_attribute_integer(user, key, &integer) == 1 ? .integer(integer) : nil
            case WORKOSDS_ATTRIBUTE_REAL:
                var real = 0.0
                return workosds_user_custom_attribute_real(user, key, &real) == 1 ? .real(real) : nil
            case WORKOSDS_ATTRIBUTE_BOOLEAN:
                var boolean: Int32 = 0
                return workosds_user_custom_attribute_boolean(user, key, &boolean) == 1 ? .boolean(boolean == 1) : nil
            default: return takeString(workosds_user_custom_attribute_json(user, key)).map { .json($0) }
            }
        }
    }

    private func text(_ start: UnsafePointer<CChar>, _ length: Int) -> String {
        String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }
}
