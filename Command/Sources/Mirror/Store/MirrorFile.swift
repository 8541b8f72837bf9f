import Foundation
import GRDB

/// Opens the database: one of ours, or a new one.
enum MirrorFile {
    static func open(_ path: String) throws -> DatabaseQueue {
        try refuseForeign(path)
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
        let isNewer = try queue.read { try Schema.migrator.hasBeenSuperseded($0) }
        guard !isNewer else {
            throw MirrorError.unusableFile("\(path) was written by a newer version of this program: use that one")
        }
        try Schema.migrator.migrate(queue)
        return queue
    }

    /// For those who only look.
    static func openReadOnly(_ path: String) throws -> DatabaseQueue {
        guard FileManager.default.fileExists(atPath: path) else {
            throw MirrorError.unusableFile("\(path) does not exist: no mirror was ever made there")
        }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        guard try queue.read(isOurs) else { throw notOurs(path) }
        return queue
    }

    /// Before anything is written into it.
    private static func refuseForeign(_ path: String) throws {
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        guard let size, size > 0 else { return }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let isUsable = try queue.read { db in
            // Nothing but the list of migrations: whoever began it was ended before the first one.
            let tables = "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'"
            return try isOurs(db) || Int.fetchOne(db, sql: tables) == 0
        }
        guard isUsable else { throw notOurs(path) }
    }

    private static func isOurs(_ db: Database) throws -> Bool {
        try Int64.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID
    }

    private static func notOurs(_ path: String) -> MirrorError {
        .unusableFile("\(path) is a database, but no mirror: it was left alone")
    }
}
