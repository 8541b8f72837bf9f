import CWorkOSDS

public struct Event: APIRecord {
    public let reference: RecordReference

    public init(_ reference: RecordReference) { self.reference = reference }

    public static let kind = RecordKind(
        next: { workosds_iterator_next_event($0, $1, $2) }, json: { workosds_event_json($0) },
        copy: { workosds_event_copy($0) }, free: { workosds_event_free($0) })

    public var id: String? { reference.text(workosds_event_id) }
    /// The event's name: "dsync.user.created".
    public var type: String? { reference.text(workosds_event_type) }
    public var createdAt: String? { reference.text(workosds_event_created_at) }
    public var directoryID: String? { reference.text(workosds_event_directory_id) }
    public var organizationID: String? { reference.text(workosds_event_organization_id) }

    /// The record inside; it lives as long as the event.
    public var user: User? { reference.nested(workosds_event_user) }
    public var group: Group? { reference.nested(workosds_event_group) }
    public var directory: Directory? { reference.nested(workosds_event_directory) }

    /// The server's JSON text; nil where the member is absent.
    public var dataJSON: String? { reference.json(workosds_event_data_json) }
    public var previousAttributesJSON: String? { reference.json(workosds_event_previous_attributes_json) }
    public var contextJSON: String? { reference.json(workosds_event_context_json) }
}
