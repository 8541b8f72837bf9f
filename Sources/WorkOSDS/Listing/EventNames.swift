/// The names of events that can be requested. The Events API rejects a request without any, so all are sent if the
/// caller gives none. https://workos.com/docs/events/directory-sync
enum EventNames {
    /// All `dsync` events except dsync.deactivated, which the API no longer sends.
    static var all: [StaticString] {
        [
            "dsync.activated", "dsync.deleted", "dsync.group.created", "dsync.group.deleted", "dsync.group.updated",
            "dsync.group.user_added", "dsync.group.user_removed", "dsync.token.created", "dsync.token.revoked",
            "dsync.user.created", "dsync.user.deleted", "dsync.user.updated",
        ]
    }

    /// The names in a text separated by commas, without surrounding spaces; all if nil. Names are not compared with the
    /// list, so that new events can be requested before the library knows them.
    static func split(_ text: [UInt8]?) -> [[UInt8]] {
        var names: [[UInt8]] = []
        var name: [UInt8] = []
        for byte in (text ?? []) + StaticText.bytes(",") where !Reserve.isUsed {
            if byte != "," {
                if byte != " " || !name.isEmpty { name.append(byte) }
                continue
            }
            while name.last == " " { name.removeLast() }
            if !name.isEmpty { names.append(name) }
            name = []
        }
        return names.isEmpty ? all.map { StaticText.bytes($0) } : names
    }
}
