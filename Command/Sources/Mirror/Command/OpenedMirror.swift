/// A database opened for reading.
struct OpenedMirror {
    let store: any Store
    /// Throws if another database has the name by now.
    let check: () throws -> Void

    init(_ database: String, stopping: @escaping () -> Bool = { false }) throws {
        if PostgreSQLAddress.isOne(database) {
            let store = try PostgreSQLMirror.openReadOnly(PostgreSQLAddress(database))
            store.shouldStop = stopping
            (self.store, check) = (store, {})
        } else {
            let file = try DatabaseFile(database)
            let store = try MirrorFile.openReadOnly(file)
            store.shouldStop = stopping
            guard let opened = file.identity else { throw DatabaseFile.unusable(file.path) }
            (self.store, check) = (store, { try file.check(opened) })
        }
    }

    /// nil before the first run.
    static func ifThere(_ database: String, stopping: @escaping () -> Bool) throws -> OpenedMirror? {
        if PostgreSQLAddress.isOne(database) {
            let store = try PostgreSQLStore(PostgreSQLAddress(database))
            guard try PostgreSQLMigration.version(of: store) != nil else { return nil }
        } else {
            guard let size = try DatabaseFile(database).size, size > 0 else { return nil }
        }
        return try OpenedMirror(database, stopping: stopping)
    }
}
