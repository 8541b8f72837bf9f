import CSQLite

/// What SQLite said, without the statement and its arguments, which are people's data.
struct SQLiteError: Error, CustomStringConvertible {
    let code: Int32
    let message: String

    init(_ connection: OpaquePointer?, path: String) {
        code = connection.map { sqlite3_extended_errcode($0) } ?? SQLITE_NOMEM
        message = "\(path): \(connection.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory")"
    }

    var primaryCode: Int32 { code & 0xFF }
    /// Another process holds a lock.
    var isBusy: Bool { primaryCode == SQLITE_BUSY || primaryCode == SQLITE_LOCKED }
    var isInterruption: Bool { primaryCode == SQLITE_INTERRUPT }
    var isDamage: Bool { primaryCode == SQLITE_CORRUPT || primaryCode == SQLITE_NOTADB }

    var description: String {
        let hint =
            isDamage ? ". The file is damaged: see workosds mirror repair, or remove it and run again" : ""
        return "\(message) (SQLite \(code))\(hint)"
    }
}
