import CWorkOSDS

/// A directory: the users and groups that an organization keeps at one identity provider.
public struct Directory: APIRecord {
    private let reference: RecordReference

    /// "directory_…".
    public var id: String? { reference.text(workosds_directory_id) }
    public var organizationID: String? { reference.text(workosds_directory_organization_id) }
    /// The directory's key at the identity provider.
    public var externalKey: String? { reference.text(workosds_directory_external_key) }
    /// The domain of the directory's organization.
    public var domain: String? { reference.text(workosds_directory_domain) }
    public var name: String? { reference.text(workosds_directory_name) }
    /// The provider, such as "okta scim v2.0". ``DirectoryType`` lists those that the library knows.
    public var type: String? { reference.text(workosds_directory_type) }
    /// "active", "inactive", "deleting", "invalid_credentials", "validating", or a newer one as sent.
    public var state: String? { reference.text(workosds_directory_state) }
    /// In ISO 8601 as sent; ``timestampMilliseconds(_:)`` converts it.
    public var createdAt: String? { reference.text(workosds_directory_created_at) }
    /// In ISO 8601 as sent; ``timestampMilliseconds(_:)`` converts it.
    public var updatedAt: String? { reference.text(workosds_directory_updated_at) }
    /// The number of active users; nil if the server sent none.
    public var activeUserCount: Int64? { count(workosds_directory_active_user_count) }
    /// The number of inactive users; nil if the server sent none.
    public var inactiveUserCount: Int64? { count(workosds_directory_inactive_user_count) }
    /// The number of groups; nil if the server sent none.
    public var groupCount: Int64? { count(workosds_directory_group_count) }

    public var json: String { reference.json(workosds_directory_json) ?? "{}" }

    private func count(_ getter: (OpaquePointer?) -> Int64) -> Int64? {
        let count = reference.read(getter)
        return count < 0 ? nil : count
    }
}

extension Directory: WrappedRecord {
    init(_ reference: RecordReference) { self.reference = reference }

    static let functions = RecordFunctions<Directory>(
        next: { workosds_iterator_next_directory($0, $1, $2) }, copy: { workosds_directory_copy($0) },
        free: { workosds_directory_free($0) })
}
