/// A schema of a PostgreSQL database. Several workers can open it: the one with the lease writes the content, and all write
/// listings, of one directory each at a time.
final class PostgreSQLStore: Store {
    let address: PostgreSQLAddress
    private let library: LibPQ
    private var connection: PostgreSQLConnection?
    private(set) var isInTransaction = false
    var stagedPages = StagedPages()
    /// Whether nothing was listed before; nil until the transaction has looked.
    var isFirst: Bool?
    /// nil if this worker does not have it.
    var lease: Lease?
    /// nil for a reader.
    var worker: WorkerLease?
    /// The directories that this worker lists.
    var listed: Set<String> = []
    /// The number of workers that are alive.
    var workerCount = 1
    /// The time of the last sign of life.
    var extendedAt = 0.0
    var stalledWorkers = StalledWorkers()
    /// Seconds between the last request of a worker for a directory and the first one of the next worker.
    var handoverPause = 1.0
    var shouldStop: () -> Bool = { false } { didSet { connection?.shouldStop = shouldStop } }
    var scope = MirrorScope.everything
    /// The key of a membership has two, and must fit into a third of a page with 8 KB.
    let longestID = 1200
    /// A commit takes as long as a hundred rows.
    let commitInterval = 0.05

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
    func connected() throws -> PostgreSQLConnection {
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
        made.onDelay = { [weak self] in self?.endStalledWorkersMeanwhile() }
        connection = made
        return made
    }

    func anotherConnection() throws -> PostgreSQLConnection { try PostgreSQLConnection(library, address) }

    func close() {
        guard let connection, connection.isUsable else { return }
        rollback()
        if let lease { _ = try? connection.script(lease.release) }
        if let worker { _ = try? connection.script(worker.extend(seconds: handoverPause)) }
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
        try sendStagedPages()
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

    /// Nothing is set for the session, because a pooler can use another connection for each transaction. Hosted servers
    /// limit the time of a statement, which a listing of many users can exceed.
    private var settings: String { "SET LOCAL search_path TO \(schema); SET LOCAL statement_timeout = 0" }

    private var start: String {
        "BEGIN ISOLATION LEVEL READ COMMITTED; \(settings); \(Lease.limit(isRegistered: worker != nil))"
    }

    /// Runs several statements without arguments. Outside of a transaction they must name the schema.
    @discardableResult
    func script(_ sql: String) throws -> [Row] {
        try sendStagedPages()
        return try connected().script(sql).rows
    }

    func copy(_ rows: CopyRows) throws { try connected().copy(rows) }

    // MARK: - Transactions

    func begin() throws {
        guard !isInTransaction else { return }
        let rows = try script([start, leaseCheck].compactMap { $0 }.joined(separator: "; "))
        isInTransaction = true
        if let problem = leaseProblem(rows) {
            rollback()
            throw problem
        }
    }

    func commit() throws {
        guard isInTransaction else { return }
        do {
            try sendStagedPages()
            let steps = [extensionIfDue(), lease.map { _ in ChangeNumbers.assign }, "COMMIT"]
            try script(steps.compactMap { $0 }.joined(separator: "; "))
        } catch {
            rollback()
            throw error
        }
        (isInTransaction, isFirst) = (false, nil)
    }

    func rollback() {
        (stagedPages, isFirst) = (StagedPages(), nil)
        guard isInTransaction else { return }
        if let connection, connection.isUsable { _ = try? connection.script("ROLLBACK") }
        isInTransaction = false
    }

    func reading<Result>(_ body: () throws -> Result) throws -> Result {
        try script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \(settings)")
        isInTransaction = true
        defer { rollback() }
        return try body()
    }

    func dialect(for page: Page?) -> any Dialect { PostgreSQLDialect(scope: scope) }

    /// Runs a statement between transactions. Returns nil without a connection.
    func sign(_ sql: String) -> Row? {
        guard !isInTransaction, let connection, connection.isUsable else { return nil }
        return (try? connection.script(sql))?.rows.first
    }
}
