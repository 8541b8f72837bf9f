import GRDB

/// The open database, and the transaction that pages are gathered in.
final class MirrorStore {
    /// Longer is not worth the pages that a `kill` would cost.
    private static let longestTransaction = 0.25

    let db: Database
    private var began: Double?
    private var statements: [String: Statement] = [:]

    init(_ db: Database) { self.db = db }

    // MARK: - Transactions

    /// Begins one unless one is open.
    func begin() throws {
        guard began == nil else { return }
        try db.beginTransaction(.immediate)
        began = MonotonicClock.now
    }

    func commit() throws {
        guard began != nil else { return }
        began = nil
        try db.commit()
    }

    /// After an error, which may have ended the transaction already.
    func rollback() {
        began = nil
        if db.isInsideTransaction { try? db.rollback() }
    }

    func commitIfDue() throws {
        if let due = commitDue, due <= MonotonicClock.now { try commit() }
    }

    /// When the open transaction is to be committed.
    var commitDue: Double? { began.map { $0 + Self.longestTransaction } }

    /// All of `body` or nothing of it, and on the disk when this returns.
    func transaction<Value>(_ body: () throws -> Value) throws -> Value {
        try commit()
        try begin()
        do {
            let value = try body()
            try commit()
            return value
        } catch {
            rollback()
            throw error
        }
    }

    /// Empties the write-ahead log at the end, unless somebody is reading: that is not worth waiting for.
    func tidy() {
        try? db.execute(sql: "PRAGMA busy_timeout = 0")
        _ = try? db.checkpoint(.truncate)
    }

    /// While pages come in, a group's may name a user who is not listed yet, or is no more: the tables are put right
    /// before they become the mirror's content.
    func withoutForeignKeys(_ body: () throws -> Void) throws {
        try commit()
        try db.execute(sql: "PRAGMA foreign_keys = OFF")
        defer {
            // Without effect inside of a transaction, which an error may have left.
            if began != nil { (try? commit()) ?? rollback() }
            try? db.execute(sql: "PRAGMA foreign_keys = ON")
        }
        try body()
    }

    // MARK: - Statements

    /// Runs a statement that is kept for the next time.
    func run(_ sql: String, _ arguments: StatementArguments = []) throws {
        let statement = try kept(sql)
        try statement.execute(arguments: arguments)
    }

    func row(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
        try Row.fetchOne(try kept(sql), arguments: arguments)
    }

    func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        try Row.fetchAll(try kept(sql), arguments: arguments)
    }

    func count(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
        try Int.fetchOne(try kept(sql), arguments: arguments) ?? 0
    }

    func exists(_ sql: String, _ arguments: StatementArguments) throws -> Bool {
        try row(sql, arguments) != nil
    }

    private func kept(_ sql: String) throws -> Statement {
        if let statement = statements[sql] { return statement }
        let statement = try db.makeStatement(sql: sql)
        statements[sql] = statement
        return statement
    }

    /// Before tables are dropped, and with them what the statements were made for.
    func forgetStatements() { statements = [:] }
}
