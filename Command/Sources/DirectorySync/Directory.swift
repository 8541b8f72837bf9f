import CWorkOSDS

public struct Directory: APIRecord {
    public let reference: RecordReference

    public init(_ reference: RecordReference) { self.reference = reference }

    public static let kind = RecordKind(
        next: { workosds_iterator_next_directory($0, $1, $2) }, json: { workosds_directory_json($0) },
        copy: { workosds_directory_copy($0) }, free: { workosds_directory_free($0) })

    public var id: String? { reference.text(workosds_directory_id) }
    public var organizationID: String? { reference.text(workosds_directory_organization_id) }
    public var externalKey: String? { reference.text(workosds_directory_external_key) }
    public var domain: String? { reference.text(workosds_directory_domain) }
    public var name: String? { reference.text(workosds_directory_name) }
    /// The provider: "okta scim v2.0".
    public var type: String? { reference.text(workosds_directory_type) }
    /// "active", "inactive", "deleting", "invalid_credentials", "validating", or a newer one verbatim.
    public var state: String? { reference.text(workosds_directory_state) }
    public var createdAt: String? { reference.text(workosds_directory_created_at) }
    public var updatedAt: String? { reference.text(workosds_directory_updated_at) }
    /// Nil where the server sent no counts.
    public var activeUserCount: Int64? { count(workosds_directory_active_user_count) }
    public var inactiveUserCount: Int64? { count(workosds_directory_inactive_user_count) }
    public var groupCount: Int64? { count(workosds_directory_group_count) }

    private func count(_ getter: (OpaquePointer?) -> Int64) -> Int64? {
        let count = reference.read(getter)
        return count < 0 ? nil : count
    }
}

/// A provider as the library knows it.
public struct DirectoryType: Sendable {
    /// As in a directory's `type`: "okta scim v2.0".
    public let type: String
    /// "Okta SCIM v2.0"
    public let displayName: String

    /// Every type that the loaded library knows.
    public static var all: [DirectoryType] {
        (0..<workosds_directory_type_count()).compactMap { index in
            guard let type = workosds_directory_type_at(index),
                let name = workosds_directory_type_display_name(type)
            else { return nil }
            return DirectoryType(type: String(cString: type), displayName: String(cString: name))
        }
    }
}
