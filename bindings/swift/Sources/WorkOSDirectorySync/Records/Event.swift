import CWorkOSDS

/// Something that happened in a directory, from a listing of events or from a webhook. The same event can be delivered
/// more than once: remember ids.
public struct Event: APIRecord {
    private let reference: RecordReference

    /// "event_…".
    public var id: String? { reference.text(workosds_event_id) }
    /// The event's name, such as "dsync.user.created", or one as sent that this version does not know.
    public var type: String? { reference.text(workosds_event_type) }
    /// In ISO 8601 as sent; ``timestampMilliseconds(_:)`` converts it.
    public var createdAt: String? { reference.text(workosds_event_created_at) }
    public var directoryID: String? { reference.text(workosds_event_directory_id) }
    public var organizationID: String? { reference.text(workosds_event_organization_id) }

    /// The user in events about users and memberships; nil in others. It has no groups.
    public var user: User? { reference.nested(workosds_event_user) }
    /// The group in events about groups and memberships; nil in others.
    public var group: Group? { reference.nested(workosds_event_group) }
    /// The directory in dsync.activated and dsync.deleted; nil in others. The API sends no events for the users and
    /// groups of a deleted directory.
    public var directory: Directory? { reference.nested(workosds_event_directory) }

    /// The event's data as the server's JSON text; nil if the member is absent.
    public var dataJSON: String? { reference.json(workosds_event_data_json) }
    /// What a dsync.….updated event changed, as JSON: the former values by name, null for a new attribute.
    public var previousAttributesJSON: String? { reference.json(workosds_event_previous_attributes_json) }
    /// The event's context as the server's JSON text; nil if the member is absent.
    public var contextJSON: String? { reference.json(workosds_event_context_json) }

    public var json: String { reference.json(workosds_event_json) ?? "{}" }
}

extension Event: WrappedRecord {
    init(_ reference: RecordReference) { self.reference = reference }

    static let functions = RecordFunctions<Event>(
        next: { workosds_iterator_next_event($0, $1, $2) }, copy: { workosds_event_copy($0) },
        free: { workosds_event_free($0) })
}
