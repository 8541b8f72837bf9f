import GRDB
import GRDBSQLite

/// Tells SQLite to copy a text before the call returns.
var copiedBySQLite: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

/// Binds bytes that stay where they are until the statement has run.
func bindLent(_ text: JSONText, to column: Int32, of handle: SQLiteStatement) {
    text.bytes.withMemoryRebound(to: CChar.self) { characters in
        _ = sqlite3_bind_text(handle, column, characters.baseAddress, Int32(characters.count), nil)
    }
}

/// Runs a statement that gives no rows, while what is bound is there.
func runLent(_ handle: SQLiteStatement) throws {
    let result = sqlite3_step(handle)
    // Taken before the reset, which repeats the code but may lose the message.
    let connection = sqlite3_db_handle(handle)
    let message = result == SQLITE_DONE ? "" : String(cString: sqlite3_errmsg(connection))
    let code = ResultCode(rawValue: sqlite3_extended_errcode(connection))
    sqlite3_reset(handle)
    guard result == SQLITE_DONE else { throw DatabaseError(resultCode: code, message: message) }
}
