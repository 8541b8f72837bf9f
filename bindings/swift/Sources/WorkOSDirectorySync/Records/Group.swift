import CWorkOSDS

/// A group of a directory.
public struct Group: APIRecord {
    private let reference: RecordReference

    /// "directory_group_…".
    public var id: String? { reference.text(workosds_group_id) }
    /// The group's id at the identity provider.
    public var idpID: String? { reference.text(workosds_group_idp_id) }
    public var directoryID: String? { reference.text(workosds_group_directory_id) }
    public var organizationID: String? { reference.text(workosds_group_organization_id) }
    public var name: String? { reference.text(workosds_group_name) }
    /// In ISO 8601 as sent; ``timestampMilliseconds(_:)`` converts it.
    public var createdAt: String? { reference.text(workosds_group_created_at) }
    /// In ISO 8601 as sent; ``timestampMilliseconds(_:)`` converts it.
    public var updatedAt: String? { reference.text(workosds_group_updated_at) }
    /// The identity provider's attributes as the server's JSON text; nil if the member is absent. Deprecated: the API
    /// has sent {} since 2026-04-15.
    public var rawAttributesJSON: String? { reference.json(workosds_group_raw_attributes_json) }

    public var json: String { reference.json(workosds_group_json) ?? "{}" }
}

extension Group: WrappedRecord {
    init(_ reference: RecordReference) { self.reference = reference }

    static let functions = RecordFunctions<Group>(
        next: { workosds_iterator_next_group($0, $1, $2) }, copy: { workosds_group_copy($0) },
        free: { workosds_group_free($0) })
}
