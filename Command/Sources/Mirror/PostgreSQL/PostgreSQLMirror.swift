/// Opens a schema that has a mirror, or a new one.
enum PostgreSQLMirror {
    /// For the mirror.
    static func open(_ address: PostgreSQLAddress, stopping: @escaping () -> Bool) throws -> PostgreSQLStore {
        let store = try PostgreSQLStore(address)
        store.shouldStop = stopping
        try PostgreSQLMigration.run(store)
        return store
    }

    /// For reading only.
    static func openReadOnly(_ address: PostgreSQLAddress) throws -> PostgreSQLStore {
        let store = try PostgreSQLStore(address)
        switch try PostgreSQLMigration.version(of: store) {
        case Schema.version?: return store
        case nil:
            throw MirrorError.unusableFile("\(store.name) has no mirror: run `workosds mirror --database` to create it")
        case let version? where version > Schema.version: throw PostgreSQLMigration.newer(store)
        case .some:
            throw MirrorError.unusableFile(
                "\(store.name) was written by an earlier version of workosds: the next run of `workosds mirror` updates it"
            )
        }
    }
}
