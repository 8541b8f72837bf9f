import CommandSupport
import Glibc

/// A copy of the file in a private temporary folder, for runs that must not change the file.
struct Rehearsal {
    private let folder: String
    let file: DatabaseFile

    /// - Parameter original: copied in its present state, even while another process writes to it; nil if there is none
    /// yet.
    init(of original: (any Store)?) throws {
        folder = try Self.makeFolder()
        do {
            file = try DatabaseFile(folder + "/people.db")
            try original?.copy(into: file.path)
        } catch {
            Self.remove(folder)
            throw error
        }
    }

    func remove() { Self.remove(folder) }

    /// Lets a listing find changes made by other programs.
    func markForeignWrites() throws {
        let store = try MirrorFile.open(file.path)
        defer { store.close() }
        try store.transaction { _ = try ColumnCheck(store).mark() }
    }

    /// Runs one cycle on the copy, then returns its changes.
    /// - Parameter isWhole: whether to return nothing if the cycle was incomplete.
    func cycle(
        _ settings: MirrorSettings, _ server: ServerOptions, _ signals: SignalPipe, _ log: CycleLog?, isWhole: Bool,
        _ each: (Row) throws -> Void
    ) throws {
        let requests = RequestStatistics()
        let client = try server.client(requests)
        let store = try MirrorFile.open(file.path, stopping: signals.isStopping)
        defer { store.close() }
        let feed = ChangeFeed(store: store)
        var number = try store.lastChange()
        let session = MirrorSession(
            store, settings, client, requests, server, WorkLoop(store, signals, nil), log)
        var problem: MirrorError?
        do {
            try session.run(poll: nil)
        } catch let error as MirrorError where error.endsCycleWell && !isWhole {
            problem = error
        }
        while let last = try giveBatch(of: feed, after: number, each) { number = last }
        if let problem { throw problem }
    }

    /// The number of the last one; nil if there was none.
    private func giveBatch(of feed: ChangeFeed, after number: Int, _ each: (Row) throws -> Void) throws -> Int? {
        let rows = try feed.rows(after: number)
        for row in rows { try each(row) }
        return rows.last.flatMap(ChangeFeed.number)
    }

    /// The folder in which SQLite would create large temporary files, because /tmp may be in memory.
    private static func makeFolder() throws -> String {
        let named = [getenv("SQLITE_TMPDIR"), getenv("TMPDIR")].compactMap { $0.map { String(cString: $0) } }
        for base in named + ["/var/tmp", "/tmp"] where !base.isEmpty {
            var template = Array("\(base)/workosds-mirror-XXXXXX".utf8CString)
            if let made = mkdtemp(&template) { return String(cString: made) }
        }
        throw MirrorError.unusableFile(
            "no folder for a temporary copy: \(String(cString: strerror(errno))). Set TMPDIR to one")
    }

    private static func remove(_ folder: String) {
        for suffix in ["", "-wal", "-shm", "-journal", ".lock"] { unlink("\(folder)/people.db\(suffix)") }
        rmdir(folder)
    }
}
