/// The names of the events that the API can be asked for.
enum EventNames {
    /// Every `dsync` event but dsync.deactivated, which the API no longer sends.
    static var all: [StaticString] {
        [
            "dsync.activated", "dsync.deleted", "dsync.group.created", "dsync.group.deleted", "dsync.group.updated",
            "dsync.group.user_added", "dsync.group.user_removed", "dsync.token.created", "dsync.token.revoked",
            "dsync.user.created", "dsync.user.deleted", "dsync.user.updated",
        ]
    }

    /// The names in a text with commas between them, without the spaces around them; nil: all.
    static func split(_ text: [UInt8]?) -> [[UInt8]] {
        let names = (text ?? [])[...].split(separator: UInt8(ascii: ",")).map { name in
            Array(name.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed())
        }
        let given = names.filter { !$0.isEmpty }
        return given.isEmpty ? all.map { StaticText.bytes($0) } : given
    }
}
