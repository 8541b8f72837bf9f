import CSQLite

/// SQLite's error, without the statement and its arguments, which are personal data.
struct SQLiteError: StoreError {
    let code: Int32
    let message: String

    init(_ connection: OpaquePointer?, path: String) {
        code = connection.map { sqlite3_extended_errcode($0) } ?? SQLITE_NOMEM
        message = "\(path): \(connection.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory")"
    }

    var primaryCode: Int32 { code & 0xFF }
    /// Somebody may end the transaction that keeps the database locked.
    var isPassing: Bool { isBusy }
    /// Another process holds a lock.
    var isBusy: Bool { primaryCode == SQLITE_BUSY || primaryCode == SQLITE_LOCKED }
    var isInterruption: Bool { primaryCode == SQLITE_INTERRUPT }
    /// Whether the file is damaged. The mirror's statements and data are correct, so an unexpected definition or value
    /// was changed by another program, or on the disk.
    var isDamage: Bool {
        switch primaryCode {
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT: true
        case SQLITE_ERROR: ["malformed", "unsupported file format", "no such "].contains(where: message.contains)
        default: false
        }
    }
    /// Whether it is a problem of the machine or another process; the file may be valid.
    var isObstacle: Bool {
        [SQLITE_BUSY, SQLITE_LOCKED, SQLITE_NOMEM, SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_PERM].contains(primaryCode)
    }

    var description: String {
        let hint =
            isDamage ? ". The file is damaged: see workosds mirror repair, or remove it and run again" : ""
        return "\(message) (SQLite \(code))\(hint)"
    }
}
