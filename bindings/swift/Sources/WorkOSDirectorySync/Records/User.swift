import CWorkOSDS

/// A user of a directory.
public struct User: APIRecord {
    let reference: RecordReference

    /// "directory_user_…".
    public var id: String? { reference.text(workosds_user_id) }
    public var directoryID: String? { reference.text(workosds_user_directory_id) }
    public var organizationID: String? { reference.text(workosds_user_organization_id) }
    /// The user's id at the identity provider.
    public var idpID: String? { reference.text(workosds_user_idp_id) }
    public var email: String? { reference.text(workosds_user_email) }
    public var firstName: String? { reference.text(workosds_user_first_name) }
    public var lastName: String? { reference.text(workosds_user_last_name) }
    /// The full name; a newer member of the API.
    public var name: String? { reference.text(workosds_user_name) }
    /// "active", "inactive", or another value as sent.
    public var state: String? { reference.text(workosds_user_state) }
    /// The slug of the user's primary role.
    public var role: String? { reference.text(workosds_user_role) }
    /// Deprecated: the API has sent null since 2026-04-15; see the custom attribute job_title.
    public var jobTitle: String? { reference.text(workosds_user_job_title) }
    /// Deprecated: the API has sent null since 2026-04-15; see the custom attribute username.
    public var username: String? { reference.text(workosds_user_username) }
    /// In ISO 8601 as sent; ``timestampMilliseconds(_:)`` converts it.
    public var createdAt: String? { reference.text(workosds_user_created_at) }
    /// In ISO 8601 as sent; ``timestampMilliseconds(_:)`` converts it. A change of group membership does not change it.
    public var updatedAt: String? { reference.text(workosds_user_updated_at) }

    /// The slugs of all roles; an entry without a slug is left out.
    public var roles: [String] {
        (0..<reference.read(workosds_user_role_count)).compactMap { index in
            reference.text { workosds_user_role_at($0, index) }
        }
    }

    /// The groups in the user's own record. The API sends none to teams created since 2026-05-01: list the groups with
    /// ``GroupQuery/user``.
    public var groups: [Group] {
        (0..<reference.read(workosds_user_group_count)).compactMap { index in
            reference.nested { workosds_user_group_at($0, index) }
        }
    }

    /// The custom attributes as the server's JSON text; nil if the member is absent.
    public var customAttributesJSON: String? { reference.json(workosds_user_custom_attributes_json) }
    /// The identity provider's attributes as the server's JSON text; nil if the member is absent. Deprecated: the API
    /// has sent {} since 2026-04-15.
    public var rawAttributesJSON: String? { reference.json(workosds_user_raw_attributes_json) }
    /// The email addresses as the server's JSON text; nil if the member is absent. Deprecated: the API has sent []
    /// since 2026-04-15.
    public var emailsJSON: String? { reference.json(workosds_user_emails_json) }

    public var json: String { reference.json(workosds_user_json) ?? "{}" }
}

extension User: WrappedRecord {
    init(_ reference: RecordReference) { self.reference = reference }

    static let functions = RecordFunctions<User>(
        next: { workosds_iterator_next_user($0, $1, $2) }, copy: { workosds_user_copy($0) },
        free: { workosds_user_free($0) })
}
