import CommandSupport
import Glibc

/// A copy of the file, in a folder of its own that nobody else can read, for runs that are to change nothing.
struct Rehearsal {
    private let folder: String
    let file: DatabaseFile

    /// - Parameter original: copied as it is at this moment, whoever is writing into it; nil where there is none yet.
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

    /// So that a listing finds what somebody else wrote.
    func markForeignWrites() throws {
        let store = try MirrorFile.open(file.path)
        defer { store.close() }
        try store.transaction { _ = try ColumnCheck(store).mark() }
    }

    /// One cycle on the copy, and then each change that it made.
    /// - Parameter isWhole: give nothing where the cycle could not do all that was to do.
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

    /// The number of the last one; nil where there was none.
    private func giveBatch(of feed: ChangeFeed, after number: Int, _ each: (Row) throws -> Void) throws -> Int? {
        let rows = try feed.rows(after: number)
        for row in rows { try each(row) }
        return rows.last.flatMap(ChangeFeed.number)
    }

    /// Where SQLite would put large temporary files: /tmp may be memory.
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
