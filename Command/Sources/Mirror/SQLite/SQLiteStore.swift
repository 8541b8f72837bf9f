import CSQLite

/// A SQLite file with SQLite's C interface. Prepared statements are cached.
final class SQLiteStore: Store {
    let path: String
    private let connection: OpaquePointer
    private var statements: [String: OpaquePointer] = [:]
    private var columnNames: [OpaquePointer: [String]] = [:]
    private let pages = PageCache()
    private var isInTransaction = false
    /// Called while a statement runs and while another process holds a lock. True ends it with `.stopped`.
    var shouldStop: () -> Bool = { false }
    var scope = MirrorScope.everything
    let longestID = Int.max
    /// Each commit writes pages that the next rows change again. Another program that writes to the file waits as long.
    let commitInterval = 0.01
    /// How long to wait for another process's lock.
    var patience = 10.0

    /// SQLite keeps the previous content of the pages that a statement changes, by default in a temporary file if it
    /// exceeds 64 KB, which is eight pages. Rows of several directories are on more. SQLite writes at most 128 KB at
    /// once, and fails to create the file if the limit is larger.
    private static let limitsJournals: Void = csqlite_set_statement_journal_limit(120 << 10)

    init(_ path: String, readOnly: Bool = false) throws {
        _ = Self.limitsJournals
        var opened: OpaquePointer?
        // Without SQLITE_OPEN_URI, so that "file:x.db" is a file name.
        let access = readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        let code = sqlite3_open_v2(
            path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, nil)
        guard code == SQLITE_OK, let opened else {
            let error = SQLiteError(opened, path: path)
            sqlite3_close_v2(opened)
            throw error
        }
        connection = opened
        self.path = path
        sqlite3_extended_result_codes(connection, 1)
        let this = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_progress_handler(connection, 20_000, interruptStatement, this)
        sqlite3_busy_handler(connection, waitForLock, this)
        try registerFunctions(connection)
        PageTable.register(connection, pages)
    }

    deinit { close() }

    private var isClosed = false

    func close() {
        guard !isClosed else { return }
        isClosed = true
        for statement in statements.values { sqlite3_finalize(statement) }
        statements = [:]
        columnNames = [:]
        sqlite3_close_v2(connection)
    }

    // MARK: - Statements

    @discardableResult
    func execute(_ sql: String, _ arguments: [Value]) throws -> Int {
        let statement = try bound(sql, arguments)
        defer { reset(statement) }
        while try step(statement) {}
        return Int(sqlite3_changes(connection))
    }

    @discardableResult
    func execute(_ sql: String, _ arguments: [Value], page: Page) throws -> Int {
        let statement = try bound(sql, arguments)
        defer { reset(statement) }
        pages.last = page.content
        return try page.bytes.withUnsafeBytes { bytes in
            try bind(bytes, at: arguments.count + 1, of: statement)
            while try step(statement) {}
            return Int(sqlite3_changes(connection))
        }
    }

    func query(_ sql: String, _ arguments: [Value]) throws -> [Row] {
        let statement = try bound(sql, arguments)
        defer { reset(statement) }
        return try rows(statement)
    }

    func query(_ sql: String, _ arguments: [Value], page: Page) throws -> [Row] {
        let statement = try bound(sql, arguments)
        defer { reset(statement) }
        pages.last = page.content
        return try page.bytes.withUnsafeBytes { bytes in
            try bind(bytes, at: arguments.count + 1, of: statement)
            return try rows(statement)
        }
    }

    func script(_ sql: String) throws {
        guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw error() }
    }

    private func bound(_ sql: String, _ arguments: [Value]) throws -> OpaquePointer {
        let statement = try prepared(sql)
        for (index, value) in arguments.enumerated() {
            let code = bind(value, at: Int32(index + 1), of: statement)
            guard code == SQLITE_OK else { throw error() }
        }
        return statement
    }

    private func prepared(_ sql: String) throws -> OpaquePointer {
        if let statement = statements[sql] { return statement }
        var statement: OpaquePointer?
        guard
            sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil) == SQLITE_OK,
            let statement
        else { throw error() }
        statements[sql] = statement
        return statement
    }

    private func bind(_ value: Value, at index: Int32, of statement: OpaquePointer) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(statement, index)
        case .integer(let number): return sqlite3_bind_int64(statement, index, number)
        case .real(let number): return sqlite3_bind_double(statement, index, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    csqlite_bind_copied_text(statement, index, characters.baseAddress, Int32(characters.count))
                }
            }
        }
    }

    /// The bytes must not move until the statement has run.
    private func bind(_ bytes: UnsafeRawBufferPointer, at index: Int, of statement: OpaquePointer) throws {
        let text = bytes.assumingMemoryBound(to: CChar.self)
        guard sqlite3_bind_text(statement, Int32(index), text.baseAddress, Int32(text.count), nil) == SQLITE_OK
        else { throw error() }
    }

    /// False at the end.
    private func step(_ statement: OpaquePointer) throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw error()
        }
    }

    private func reset(_ statement: OpaquePointer) {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    private func rows(_ statement: OpaquePointer) throws -> [Row] {
        let count = sqlite3_column_count(statement)
        let names = names(of: statement, count)
        var rows: [Row] = []
        while try step(statement) {
            rows.append(Row(names: names, values: (0..<count).map { value(of: statement, $0) }))
        }
        return rows
    }

    private func names(of statement: OpaquePointer, _ count: Int32) -> [String] {
        if let known = columnNames[statement], known.count == count { return known }
        let names = (0..<count).map { String(cString: sqlite3_column_name(statement, $0)) }
        columnNames[statement] = names
        return names
    }

    private func value(of statement: OpaquePointer, _ column: Int32) -> Value {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
        case SQLITE_NULL: return .null
        default:
            let start = sqlite3_column_blob(statement, column)
            let count = Int(sqlite3_column_bytes(statement, column))
            return .text(String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self))
        }
    }

    /// The error of the last call.
    private func error() -> any Error {
        let error = SQLiteError(connection, path: path)
        if error.primaryCode == SQLITE_CONSTRAINT { return ConstraintViolation() }
        if error.isInterruption || error.isBusy && shouldStop() { return MirrorError.stopped }
        return error
    }

    // MARK: - Transactions

    func begin() throws {
        guard !isInTransaction else { return }
        try script("BEGIN IMMEDIATE")
        isInTransaction = true
    }

    func commit() throws {
        guard isInTransaction else { return }
        try script("COMMIT")
        isInTransaction = false
    }

    func rollback() {
        isInTransaction = false
        if sqlite3_get_autocommit(connection) == 0 { try? script("ROLLBACK") }
    }

    /// All reads in it see the same commit.
    func reading<Result>(_ body: () throws -> Result) throws -> Result {
        try script("BEGIN")
        defer { try? script("COMMIT") }
        return try body()
    }

    func checkpointNow() { sqlite3_wal_checkpoint_v2(connection, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil) }

    func dialect(for page: Page?) -> any Dialect { SQLiteDialect(standIn: page?.standIn, scope: scope) }
}

private func interruptStatement(_ store: UnsafeMutableRawPointer?) -> Int32 {
    guard let store else { return 0 }
    return Unmanaged<SQLiteStore>.fromOpaque(store).takeUnretainedValue().shouldStop() ? 1 : 0
}

/// Checks every 10 ms whether the lock was released, or the process must end.
private func waitForLock(_ store: UnsafeMutableRawPointer?, _ count: Int32) -> Int32 {
    guard let store else { return 0 }
    let this = Unmanaged<SQLiteStore>.fromOpaque(store).takeUnretainedValue()
    guard !this.shouldStop(), Double(count) * 0.01 < this.patience else { return 0 }
    sqlite3_sleep(10)
    return 1
}
