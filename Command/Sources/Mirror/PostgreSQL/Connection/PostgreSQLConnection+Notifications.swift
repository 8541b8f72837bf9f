/// Notifications that changes were committed.
extension PostgreSQLConnection {
    static let channel = "workosds_changes"

    /// Returns false on a standby, which sends no notifications, and behind a pooler, which may use another connection
    /// for the next transaction.
    func listen() throws -> Bool {
        if let isListening { return isListening }
        let row = try script("SELECT pg_backend_pid() AS process, pg_is_in_recovery() AS is_standby").rows.first
        let isDirect =
            row?.integer("process") == Int(library.backendPID(connection)) && row?.integer("is_standby") == 0
        if isDirect { try script("LISTEN \(Self.channel)") }
        isListening = isDirect
        return isDirect
    }

    var socket: Int32 { library.socket(connection) }

    /// Whether there were any since the last call.
    func takeNotifications() throws -> Bool {
        guard library.consumeInput(connection) == 1 else { throw error() }
        var isTold = false
        while let notification = library.notifies(connection) {
            library.freeMemory(notification)
            isTold = true
        }
        return isTold
    }
}

extension PostgreSQLStore: ChangeNotifier {
    func listen() throws -> Bool { try connected().listen() }
    func notificationSocket() throws -> Int32 { try connected().socket }
    func takeNotifications() throws -> Bool { try connected().takeNotifications() }
}
