import GRDB
import Glibc

/// Opens the database: one of ours, or a new one.
enum MirrorFile {
    static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.journalMode = .wal
        // The mirror begins and ends its transactions where its pages do, not where a Swift scope does.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { db in
            // In WAL mode that loses, at most, the last commits to a power cut; the next run fetches them again.
            try db.execute(
                sql: """
                    PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;
                    PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 8000
                    """)
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try Schema.migrator.migrate(queue)
        return queue
    }

    /// For those who only look.
    static func openReadOnly(_ file: DatabaseFile) throws -> DatabaseQueue {
        try file.checkReadable()
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: file.path, configuration: configuration)
        try queue.read { db in
            guard try isOurs(db) else { throw notOurs(file) }
            try refuseNewer(db, file)
        }
        return queue
    }

    /// Before anything is written into it or beside it.
    static func refuseForeign(_ file: DatabaseFile) throws {
        var state = stat()
        guard stat(file.path, &state) == 0, state.st_size > 0 else { return }
        try file.checkReadable()
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: file.path, configuration: configuration)
        try queue.read { db in
            // Nothing but the list of migrations: whoever began it was ended before the first one.
            let tables = "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'"
            guard try isOurs(db) || Int.fetchOne(db, sql: tables) == 0 else { throw notOurs(file) }
            try refuseNewer(db, file)
        }
    }

    private static func isOurs(_ db: Database) throws -> Bool {
        try Int64.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID
    }

    private static func refuseNewer(_ db: Database, _ file: DatabaseFile) throws {
        guard try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 > Schema.version else { return }
        throw MirrorError.unusableFile("\(file.name) was written by a newer version of workosds: use that one")
    }

    private static func notOurs(_ file: DatabaseFile) -> MirrorError {
        .unusableFile("\(file.name) is another program's database, and no mirror: it was left alone; use another file")
    }
}
