import CSQLite

/// What SQLite said, without the statement and its arguments, which are people's data.
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
    /// Of the file. The mirror's own statements are right, and what it writes is too: a definition or a value that they
    /// do not find as they left it was changed by somebody else, or on the disk.
    var isDamage: Bool {
        switch primaryCode {
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT: true
        case SQLITE_ERROR: ["malformed", "unsupported file format", "no such "].contains(where: message.contains)
        default: false
        }
    }
    /// Of the machine, or of another process: the file may be sound.
    var isObstacle: Bool {
        [SQLITE_BUSY, SQLITE_LOCKED, SQLITE_NOMEM, SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_PERM].contains(primaryCode)
    }

    var description: String {
        let hint =
            isDamage ? ". The file is damaged: see workosds mirror repair, or remove it and run again" : ""
        return "\(message) (SQLite \(code))\(hint)"
    }
}
