/// The content of an event: the records inside it, and their directory and organization.
///
/// Made from the whole event in one go, and never changed: any thread can read it. The records borrow the event's text
/// or, for a copy, share it.
final class EventContent {
    /// nil if the event has no user; the same for the other parts.
    let user: Record?
    let group: Record?
    let directory: Record?
    /// NUL-terminated, in `arena`.
    let directoryID: UnsafePointer<CChar>?
    /// NUL-terminated; in `arena`, or in that of the record that had it.
    let organizationID: UnsafePointer<CChar>?
    /// The range of `previous_attributes` in the event's text.
    let previousAttributes: TextRange?
    /// The memory of the two ids. Not the event's arena, because any thread may make the first access.
    private let arena: Arena

    /// `data` is the event's user, group or directory. In events about memberships it contains user and group.
    static func reading(_ event: Record) throws(JSONFailure) -> EventContent {
        func members(of field: EventField) throws(JSONFailure) -> RecordIndex? {
            guard let range = event.fieldRange(field.rawValue) else { return nil }
            return try RecordIndex.reading(event.text, range, EventDataField.schema)
        }
        let data = try members(of: .data)
        func range(_ field: EventDataField) -> TextRange? { data?.range(0, field: field.rawValue) }
        let subject = Subject(event.decodedText(EventField.event.rawValue))
        func record(_ kind: Record.Kind, whole: Subject, member: EventDataField?) throws(JSONFailure) -> Record? {
            var place = subject == whole ? data?.range(0) : nil
            if subject == .membership { place = member.flatMap { range($0) } }
            guard let place else { return nil }
            return try event.inner(kind, at: place)
        }
        let user = try record(.user, whole: .user, member: .user)
        let group = try record(.group, whole: .group, member: .group)
        let directory = try record(.directory, whole: .directory, member: nil)
        // The API has sent it in both places.
        var previousAttributes = range(.previousAttributes)
        if previousAttributes == nil {
            let context = try members(of: .context)
            previousAttributes = context?.range(0, field: EventDataField.previousAttributes.rawValue)
        }
        let arena = Arena()
        let directoryID = range(subject == .directory ? .id : .directoryID)
        let organizationID = range(.organizationID)
        guard arena.reset(reserving: (directoryID?.length ?? 0) &+ (organizationID?.length ?? 0)) else {
            throw .outOfMemory
        }
        // In events about memberships only the records inside `data` may have the organization.
        return EventContent(
            user, group, directory, directoryID.flatMap { arena.decode(event.text, $0) }?.start,
            organizationID.flatMap { arena.decode(event.text, $0) }?.start
                ?? user?.decodedText(UserField.organizationID.rawValue)?.start
                ?? group?.decodedText(GroupField.organizationID.rawValue)?.start,
            previousAttributes, arena)
    }

    /// Its parts are made first, because Embedded Swift leaks an object whose initializer fails.
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

    /// The type of `data`, by the event's name. For unknown events there are no records, only the JSON of `data`.
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
