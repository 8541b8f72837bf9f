/// A database that tells its readers about commits.
protocol ChangeNotifier {
    /// Must be called before the rows are read, so that no commit is missed. Returns false if the rows must be read at
    /// intervals.
    func listen() throws -> Bool
    /// Becomes readable with a notification.
    func notificationSocket() throws -> Int32
    /// Whether there were any since the last call.
    func takeNotifications() throws -> Bool
}
