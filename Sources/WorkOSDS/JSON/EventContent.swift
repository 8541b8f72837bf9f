/// What an event is about: the records inside it, and whose they are.
final class EventContent {
    let user: Record?
    let group: Record?
    let directory: Record?
    let directoryID: DecodedText?
    let organizationID: DecodedText?
    /// Where `previous_attributes` lies in the event's text.
    let previousAttributes: TextRange?

    init(_ event: Record) {
        let data = event.fieldRange(EventField.data.rawValue)
        let fields = data.flatMap { event.index(of: $0, EventDataField.schema) }
        func range(_ field: EventDataField) -> TextRange? { fields?.range(0, field: field.rawValue) }
        func record(_ kind: Record.Kind, _ range: TextRange?) -> Record? {
            range.flatMap { event.inner(kind, at: $0) }
        }
        let subject = Subject(event.decodedText(EventField.event.rawValue))
        user = record(.user, subject == .user ? data : subject == .membership ? range(.user) : nil)
        group = record(.group, subject == .group ? data : subject == .membership ? range(.group) : nil)
        directory = record(.directory, subject == .directory ? data : nil)
        directoryID = range(subject == .directory ? .id : .directoryID).flatMap { event.decode($0) }
        organizationID =
            range(.organizationID).flatMap { event.decode($0) }
            ?? user?.decodedText(UserField.organizationID.rawValue)
            ?? group?.decodedText(GroupField.organizationID.rawValue)
        previousAttributes = range(.previousAttributes) ?? Self.previousAttributes(inContextOf: event)
    }

    /// False when memory is out.
    func decodeAll() -> Bool {
        [user, group, directory].allSatisfy { $0?.decodeAll() ?? true }
    }

    private static func previousAttributes(inContextOf event: Record) -> TextRange? {
        event.fieldRange(EventField.context.rawValue)
            .flatMap { event.index(of: $0, EventDataField.schema) }?
            .range(0, field: EventDataField.previousAttributes.rawValue)
    }

    /// What `data` is, by the event's name.
    private enum Subject {
        case user, group, membership, directory, other

        init(_ name: DecodedText?) {
            guard let name else {
                self = .other
                return
            }
            let known: [(StaticString, Subject)] = [
                ("dsync.activated", .directory), ("dsync.deactivated", .directory), ("dsync.deleted", .directory),
                ("dsync.group.user_added", .membership), ("dsync.group.user_removed", .membership),
            ]
            self =
                known.first { name.equals($0.0) }?.1
                ?? (name.starts("dsync.user.") ? .user : name.starts("dsync.group.") ? .group : .other)
        }
    }
}

extension Record {
    var eventContent: EventContent {
        if let known = parts.eventContent { return known }
        let content = EventContent(self)
        parts.eventContent = content
        return content
    }

    /// A record at a range of this one's text; nil if there is no object.
    func inner(_ kind: Kind, at range: TextRange) -> Record? {
        guard let index = index(of: range, kind.schema) else { return nil }
        let record = Record(kind)
        if !record.point(at: 0, of: index, in: text, keeping: index), !isDecodedFully { noteShortage() }
        return record
    }
}
