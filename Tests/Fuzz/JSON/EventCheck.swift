/// The records inside an event, and their owner.
enum EventCheck {
    static func compare(_ content: EventContent, _ event: Tree) {
        let name = event.member("event")?.text.map { String(decoding: $0, as: UTF8.self) } ?? ""
        let data = event.member("data").flatMap { $0.isObject ? $0 : nil }
        let isMembership = ["dsync.group.user_added", "dsync.group.user_removed"].contains(name)
        let isDirectory = ["dsync.activated", "dsync.deactivated", "dsync.deleted"].contains(name)
        let user = isMembership ? data?.member("user") : name.hasPrefix("dsync.user.") ? data : nil
        let group = isMembership ? data?.member("group") : name.hasPrefix("dsync.group.") ? data : nil
        compare(content.user, user)
        compare(content.group, group)
        compare(content.directory, isDirectory ? data : nil)
        RecordCheck.requireText(
            content.directoryID,
            data?.member(isDirectory ? "id" : "directory_id")?.text.map { RecordCheck.readable($0) })
        let organizations = [data, user, group].map { $0?.member("organization_id")?.text }
        RecordCheck.requireText(
            content.organizationID, organizations.compactMap { $0 }.first.map { RecordCheck.readable($0) })
        let context = event.member("context").flatMap { $0.isObject ? $0 : nil }
        let previous = data?.member("previous_attributes") ?? context?.member("previous_attributes")
        require((content.previousAttributes != nil) == (previous != nil), "previous attributes")
    }

    private static func compare(_ record: Record?, _ tree: Tree?) {
        let tree = tree.flatMap { $0.isObject ? $0 : nil }
        require((record != nil) == (tree != nil), "a record inside an event")
        if let record, let tree { RecordCheck.compare(record, tree) }
    }
}
