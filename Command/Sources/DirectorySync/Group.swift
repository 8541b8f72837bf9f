import CWorkOSDS

public struct Group: APIRecord {
    public let reference: RecordReference

    public init(_ reference: RecordReference) { self.reference = reference }

    public static let kind = RecordKind(
        next: { workosds_iterator_next_group($0, $1, $2) }, json: { workosds_group_json($0) },
        copy: { workosds_group_copy($0) }, free: { workosds_group_free($0) })

    public var id: String? { reference.text(workosds_group_id) }
    /// The group's id at the identity provider.
    public var idpID: String? { reference.text(workosds_group_idp_id) }
    public var directoryID: String? { reference.text(workosds_group_directory_id) }
    public var organizationID: String? { reference.text(workosds_group_organization_id) }
    public var name: String? { reference.text(workosds_group_name) }
    public var createdAt: String? { reference.text(workosds_group_created_at) }
    public var updatedAt: String? { reference.text(workosds_group_updated_at) }
    /// The server's JSON text; nil where the member is absent.
    public var rawAttributesJSON: String? { reference.json(workosds_group_raw_attributes_json) }
}
