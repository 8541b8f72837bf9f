/// A schema of a PostgreSQL database. Several workers can open it; the one with the lease writes.
final class PostgreSQLStore: Store {
    let address: PostgreSQLAddress
    private let library: LibPQ
    private var connection: PostgreSQLConnection?
    private(set) var isInTransaction = false
    /// nil for a reader.
    private(set) var lease: Lease?
    var shouldStop: () -> Bool = { false } { didSet { connection?.shouldStop = shouldStop } }
    var scope = MirrorScope.everything

    init(_ address: PostgreSQLAddress) throws {
        self.address = address
        library = try LibPQ()
        _ = try connected()
    }

    var name: String { address.name }

    /// Quoted for SQL.
    var schema: String { quoted(address.schema, "\"") }

    /// `text` in quotes, with the quotes in it doubled.
    func quoted(_ text: String, _ quote: Character) -> String {
        "\(quote)\(text.split(separator: quote, omittingEmptySubsequences: false).joined(separator: "\(quote)\(quote)"))\(quote)"
    }

    /// Reconnects if the connection was lost, unless a transaction was lost with it.
    private func connected() throws -> PostgreSQLConnection {
        if let connection, connection.isUsable { return connection }
        connection = nil
        if isInTransaction {
            throw PostgreSQLError(code: "", message: "the connection was lost", database: name)
        }
        let made = try PostgreSQLConnection(library, address)
        guard made.serverVersion >= 130_000 else {
            throw MirrorError.unusableFile(
                "\(name) is PostgreSQL \(made.serverVersion / 10_000): 13 or newer is needed")
        }
        guard made.serverEncoding == "UTF8" else {
            throw MirrorError.unusableFile(
                "\(name) has the encoding \(made.serverEncoding): use a database with UTF8 (createdb -E UTF8 -T template0)"
            )
        }
        made.shouldStop = shouldStop
        connection = made
        return made
    }

    func close() {
        guard let connection, connection.isUsable else { return }
        rollback()
        if let lease { _ = try? connection.script(lease.release) }
        self.connection = nil
    }

    // MARK: - Statements

    @discardableResult
    func execute(_ sql: String, _ arguments: [Value]) throws -> Int { try run(sql, arguments, nil).affected }

    @discardableResult
    func execute(_ sql: String, _ arguments: [Value], page: Page) throws -> Int {
        guard isInTransaction else { return try run(sql, arguments, page).affected }
        // An invalid record fails this statement, and not the earlier ones of the transaction.
        try script("SAVEPOINT page")
        do {
            let count = try run(sql, arguments, page).affected
            try script("RELEASE SAVEPOINT page")
            return count
        } catch let error as ConstraintViolation {
            try script("ROLLBACK TO SAVEPOINT page; RELEASE SAVEPOINT page")
            throw error
        }
    }

    func query(_ sql: String, _ arguments: [Value]) throws -> [Row] { try run(sql, arguments, nil).rows }

    func query(_ sql: String, _ arguments: [Value], page: Page) throws -> [Row] { try run(sql, arguments, page).rows }

    private func run(_ sql: String, _ arguments: [Value], _ page: Page?) throws -> PostgreSQLConnection.Outcome {
        let connection = try connected()
        if isInTransaction { return try connection.run(sql, arguments, page: page) }
        try connection.script(start)
        do {
            let outcome = try connection.run(sql, arguments, page: page)
            try connection.script("COMMIT")
            return outcome
        } catch {
            _ = try? connection.script("ROLLBACK")
            throw error
        }
    }

    /// Nothing is set for the session, because a pooler can use another connection for each transaction.
    private var start: String { "BEGIN; SET LOCAL search_path TO \(schema)" }

    /// Runs several statements without arguments. Outside of a transaction they must name the schema.
    @discardableResult
    func script(_ sql: String) throws -> [Row] { try connected().script(sql).rows }

    // MARK: - Transactions

    func begin() throws {
        guard !isInTransaction else { return }
        guard let lease else {
            try script(start)
            isInTransaction = true
            return
        }
        let rows = try script("\(start); \(lease.check)")
        isInTransaction = true
        if let problem = lease.problem(rows, name) {
            rollback()
            throw problem
        }
    }

    func commit() throws {
        guard isInTransaction else { return }
        do {
            try script((lease.map { "\($0.extend); \(ChangeNumbers.assign); " } ?? "") + "COMMIT")
        } catch {
            rollback()
            throw error
        }
        isInTransaction = false
    }

    func rollback() {
        guard isInTransaction else { return }
        if let connection, connection.isUsable { _ = try? connection.script("ROLLBACK") }
        isInTransaction = false
    }

    func reading<Result>(_ body: () throws -> Result) throws -> Result {
        try script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path TO \(schema)")
        isInTransaction = true
        defer { rollback() }
        return try body()
    }

    func dialect(for page: Page?) -> any Dialect { PostgreSQLDialect(standIn: page?.standIn, scope: scope) }

    // MARK: - The lease

    /// Returns false if another worker has it.
    func takeLease() throws -> Bool {
        if let lease, try execute(lease.extend) > 0 { return true }
        lease = nil
        guard let fence = try row(Lease.take, [.text(Lease.holder)])?.integer("fence") else { return false }
        lease = Lease(fence: fence, table: "\(schema).mirror_lease")
        return true
    }

    /// The worker that has the lease, and its last sign of life.
    func leaseHolder() throws -> (name: String, sign: String) {
        let row = try row("SELECT holder, expires_at::text AS sign FROM mirror_lease")
        return (row?.text("holder") ?? "another worker", row?.text("sign") ?? "")
    }

    /// Between transactions. An error is ignored here, because the next transaction finds it.
    func keepLease() {
        guard let lease, !isInTransaction, let connection, connection.isUsable else { return }
        _ = try? connection.script(lease.extend)
    }
}
