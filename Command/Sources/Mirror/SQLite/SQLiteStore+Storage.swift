import CommandSupport
import Glibc

/// The file with the content.
extension SQLiteStore {
    static let words = SchemaWords(
        text: "TEXT", json: "TEXT", integer: "INTEGER", rowNumber: "INTEGER PRIMARY KEY",
        changeNumber: "INTEGER PRIMARY KEY AUTOINCREMENT", keyedRows: "WITHOUT ROWID",
        isUsableID: "length(id) > 0 AND instr(id, char(0)) = 0", byLongText: "")

    var name: String { VisibleText.of(path) }

    func lastChange() throws -> Int {
        try count(
            "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'changes'), 0), "
                + "coalesce((SELECT max(id) FROM changes), 0))")
    }

    func erasing(isRewritten: Bool, _ body: () throws -> Void) throws {
        try script("PRAGMA secure_delete = ON")
        defer { try? script("PRAGMA secure_delete = OFF") }
        try transaction(body)
        // Free pages and the log still contain the removed data.
        if isRewritten {
            try script("VACUUM")
            checkpoint()
        }
    }

    func copy(into path: String) throws { try execute("VACUUM INTO ?1", [.text(path)]) }

    func size() -> StoreSize { StoreSize(bytes: Self.size(path), logBytes: Self.size(path + "-wal")) }

    private static func size(_ path: String) -> Int {
        var state = stat()
        return stat(path, &state) == 0 ? Int(state.st_size) : 0
    }

    /// Truncates the write-ahead log, unless another process is reading, which is not worth waiting for.
    func checkpoint() {
        let before = patience
        patience = 0
        checkpointNow()
        patience = before
    }
}
