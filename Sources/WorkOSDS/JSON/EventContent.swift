/// What an event is about: the records inside it, and whose they are.
final class EventContent {
    let user: Record?
    let group: Record?
    let directory: Record?
    let directoryID: UnsafePointer<CChar>?
    let organizationID: UnsafePointer<CChar>?
    /// Where `previous_attributes` lies in the event's text.
    let previousAttributes: TextRange?
    /// Of the two ids. Not the event's own: any thread may be the first to ask.
    private let arena: Arena

    /// Members of `data`, whatever kind of record it is, and of `context`.
    private struct Members {
        let data: RecordIndex?
        let context: RecordIndex?

        init(_ event: Record) throws(JSONFailure) {
            func index(_ field: EventField) throws(JSONFailure) -> RecordIndex? {
                guard let range = event.fieldRange(field.rawValue) else { return nil }
                return try RecordIndex.reading(event.text, range, EventDataField.schema)
            }
            data = try index(.data)
            context = try index(.context)
        }

        func range(_ field: EventDataField) -> TextRange? { data?.range(0, field: field.rawValue) }
    }

    static func reading(_ event: Record) throws(JSONFailure) -> EventContent {
        let members = try Members(event)
        let subject = Subject(event.decodedText(EventField.event.rawValue))
        func record(_ kind: Record.Kind, whole: Subject, member: EventDataField?) throws(JSONFailure) -> Record? {
            var range = subject == whole ? members.data?.range(0) : nil
            if subject == .membership { range = member.flatMap { members.range($0) } }
            guard let range else { return nil }
            return try event.inner(kind, at: range)
        }
        let user = try record(.user, whole: .user, member: .user)
        let group = try record(.group, whole: .group, member: .group)
        let directory = try record(.directory, whole: .directory, member: nil)
        let arena = Arena()
        let directoryID = members.range(subject == .directory ? .id : .directoryID)
        let organizationID = members.range(.organizationID)
        guard arena.reset(reserving: (directoryID?.length ?? 0) &+ (organizationID?.length ?? 0)) else {
            throw .outOfMemory
        }
        return EventContent(
            user, group, directory, directoryID.flatMap { arena.decode(event.text, $0) }?.start,
            organizationID.flatMap { arena.decode(event.text, $0) }?.start
                ?? user?.decodedText(UserField.organizationID.rawValue)?.start
                ?? group?.decodedText(GroupField.organizationID.rawValue)?.start,
            members.range(.previousAttributes)
                ?? members.context?.range(0, field: EventDataField.previousAttributes.rawValue), arena)
    }

    /// Its parts are made before it: Embedded Swift does not free the memory of an object whose initializer fails.
    private init(
        _ user: Record?, _ group: Record?, _ directory: Record?, _ directoryID: UnsafePointer<CChar>?,
        _ organizationID: UnsafePointer<CChar>?, _ previousAttributes: TextRange?, _ arena: Arena
    ) {
        self.user = user
        self.group = group
        self.directory = directory
        self.directoryID = directoryID
        self.organizationID = organizationID
        self.previousAttributes = previousAttributes
        self.arena = arena
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
