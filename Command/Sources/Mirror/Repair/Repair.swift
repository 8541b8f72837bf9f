import CommandSupport
import Glibc

/// Replaces a damaged file with a new one that has all readable rows, and keeps the damaged one. The next run lists
/// everything, which restores the other rows.
struct Repair {
    /// What was done. `kept` is the path of the damaged file.
    enum Outcome {
        case sound
        case repaired(rows: Int, isComplete: Bool, kept: String)
    }

    let file: DatabaseFile
    /// The largest number of `changes` that is exact in JSON. Larger ones are damaged.
    private static let highestNumber = 1 << 53

    private var newPath: String { file.path + ".repairing" }

    init(_ file: DatabaseFile) { self.file = file }

    /// The caller holds the lock.
    func run() throws -> Outcome {
        if try isSound() { return .sound }
        Self.removeDatabase(newPath)
        let (rows, isComplete) = try rebuild()
        return .repaired(rows: rows, isComplete: isComplete, kept: try exchange())
    }

    private func isSound() throws -> Bool {
        do {
            let store = try SQLiteStore(file.path)
            defer { store.close() }
            // Its first page determines whether it is writable.
            try store.begin()
            store.rollback()
            let check = FileCheck(store: store)
            guard try check.problems().isEmpty else { return false }
            return try check.isOfEarlierVersion() || ColumnCheck(store).count() == 0
        } catch let error as SQLiteError where !error.isObstacle {
            return false
        }
    }

    // MARK: - The new file

    private func rebuild() throws -> (rows: Int, isComplete: Bool) {
        let repaired = try MirrorFile.open(newPath)
        defer { repaired.close() }
        let damaged = try? SQLiteStore(file.path)
        defer { damaged?.close() }
        // Otherwise a table with a damaged definition would hide the others.
        try? damaged?.script("PRAGMA writable_schema = ON")
        var rows = 0
        var isComplete = damaged != nil
        try repaired.transaction {
            for table in try repaired.query("SELECT name FROM sqlite_master WHERE type = 'table'").compactMap({
                $0.text("name")
            }) where !table.hasPrefix("sqlite_") && !table.hasPrefix("staging_") {
                guard let damaged, var salvage = try? TableSalvage(damaged, repaired, table) else {
                    isComplete = false
                    continue
                }
                try salvage.run()
                rows += salvage.copied
                if !salvage.isComplete { isComplete = false }
            }
            let unusable = try FileCheck(store: repaired).removeUnusableRows()
            if unusable > 0 { (rows, isComplete) = (rows - unusable, false) }
            if try ColumnCheck(repaired).mark() > 0 { isComplete = false }
            try repaired.script(Self.tidying)
            try continueNumbers(damaged, repaired)
        }
        repaired.checkpoint()
        return (rows, isComplete)
    }

    /// Rows whose directory, group or user was lost are removed too; the listing restores them together.
    private static let tidying = """
        DELETE FROM groups WHERE directory_id NOT IN (SELECT id FROM directories);
        DELETE FROM users WHERE directory_id NOT IN (SELECT id FROM directories);
        DELETE FROM memberships WHERE group_id NOT IN (SELECT id FROM groups) OR user_id NOT IN (SELECT id FROM users);
        -- The environment that the key is of is found out by its directories.
        UPDATE mirror_state SET listing_due = 'the file was repaired', base_url = NULL;
        -- If that was lost, the existing content still does not come from a first run.
        UPDATE mirror_state SET listed_at = '1970-01-01T00:00:00.000Z'
        WHERE workosds_time(listed_at) IS NULL AND EXISTS (SELECT 1 FROM directories);
        """

    /// Numbers of `changes` are never reused. If the last one cannot be read, they continue at the seconds since 1970,
    /// which is more than any file's number of changes.
    private func continueNumbers(_ damaged: (any Store)?, _ repaired: any Store) throws {
        try repaired.execute("DELETE FROM changes WHERE id > ?1", [Value(Self.highestNumber)])
        let known = try? damaged?.row("SELECT seq FROM sqlite_sequence WHERE name = 'changes'")?.integer("seq")
        let last = known.flatMap { $0 <= Self.highestNumber ? $0 : nil } ?? Int(Moment.now.milliseconds / 1000)
        let highest = try repaired.count("SELECT coalesce(max(id), 0) FROM changes")
        try repaired.execute("DELETE FROM sqlite_sequence WHERE name = 'changes'")
        try repaired.execute(
            "INSERT INTO sqlite_sequence (name, seq) VALUES ('changes', ?1)", [Value(max(last, highest))])
    }

    // MARK: - Replacing the file

    /// There is always a file at the path, the damaged or the new one. Returns the name of the damaged one.
    private func exchange() throws -> String {
        var state = stat()
        if stat(file.path, &state) == 0 { chmod(newPath, state.st_mode & 0o666) }
        let time = Moment.now.text.filter(\.isNumber).prefix(14)
        let kept = "\(file.path).damaged-\(time)"
        guard link(file.path, kept) == 0 else { throw DatabaseFile.unusable(kept) }
        // Before the new file is in place, because it must never be used with the other one's log.
        for suffix in ["-wal", "-shm"] where rename(file.path + suffix, kept + suffix) != 0 && errno != ENOENT {
            throw DatabaseFile.unusable(file.path + suffix)
        }
        guard rename(newPath, file.path) == 0 else { throw DatabaseFile.unusable(file.path) }
        Self.removeDatabase(newPath)
        return kept
    }

    private static func removeDatabase(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
    }
}
