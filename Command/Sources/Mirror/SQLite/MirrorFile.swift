/// Opens the database: a mirror, or a new one.
enum MirrorFile {
    /// For the mirror, which holds the lock. Calls `stopping` while waiting for a lock and while a statement runs.
    static func open(_ path: String, stopping: @escaping () -> Bool = { false }) throws -> SQLiteStore {
        let store = try SQLiteStore(path)
        store.shouldStop = stopping
        // In WAL mode NORMAL loses at most the last commits in a power cut, and the next run fetches them again.
        // Temporary tables are in a file, because in memory they would grow with the directory. The mirror's statements
        // enforce foreign keys, so that a damaged row does not block unrelated ones. A user's row fills half of a 4 KB
        // page, and a first run spends most of its time writing them, so pages are larger.
        try store.script(
            """
            PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384;
            PRAGMA temp_store = FILE; PRAGMA foreign_keys = OFF;
            PRAGMA journal_size_limit = 16777216; PRAGMA wal_autocheckpoint = 2000
            """)
        try Migration.run(store)
        return store
    }

    /// For readers.
    static func openReadOnly(_ file: DatabaseFile) throws -> SQLiteStore {
        try file.checkReadable()
        let store = try SQLiteStore(file.path, readOnly: true)
        store.patience = 5
        guard try isOurs(store) else { throw notOurs(file) }
        try refuseNewer(store, file)
        guard try store.count("PRAGMA user_version") == Schema.version else {
            throw MirrorError.unusableFile(
                "\(file.name) was written by an earlier version of workosds: the next run of `workosds mirror` updates it"
            )
        }
        return store
    }

    /// Before anything is written to it or beside it.
    static func refuseForeign(_ file: DatabaseFile) throws {
        guard let size = file.size, size > 0 else { return }
        try file.checkReadable()
        let store = try SQLiteStore(file.path, readOnly: true)
        defer { store.close() }
        // Nothing but the list of migrations, from a process that ended before the first one.
        let tables = "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'"
        guard try isOurs(store) || store.count(tables) == 0 else { throw notOurs(file) }
        try refuseNewer(store, file)
    }

    /// As far as the file can be read.
    static func refuseNewerDamaged(_ file: DatabaseFile) throws {
        guard let store = try? SQLiteStore(file.path, readOnly: true) else { return }
        defer { store.close() }
        do {
            try refuseNewer(store, file)
        } catch let error as SQLiteError where !error.isObstacle {}
    }

    private static func isOurs(_ store: SQLiteStore) throws -> Bool {
        try store.count("PRAGMA application_id") == Migration.applicationID
    }

    private static func refuseNewer(_ store: SQLiteStore, _ file: DatabaseFile) throws {
        guard try store.count("PRAGMA user_version") > Schema.version else { return }
        throw MirrorError.unusableFile("\(file.name) was written by a newer version of workosds: use that one")
    }

    private static func notOurs(_ file: DatabaseFile) -> MirrorError {
        .unusableFile("\(file.name) is another program's database and was not changed. Use another file")
    }
}
