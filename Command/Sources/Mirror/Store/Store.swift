/// The database, as far as the mirror needs one. Statements are SQL with `?1`, `?2`, …; what only one database
/// understands is in that database's folder, and is reached through `dialect(for:)`.
///
/// Work is gathered in a transaction that `begin` opens and `commit` ends: the loop commits once a turn, so that
/// the pages that came together are written together.
protocol Store: AnyObject {
    /// Runs a statement. The number of rows it inserted, updated or deleted.
    @discardableResult
    func execute(_ sql: String, _ arguments: [Value]) throws -> Int

    /// Runs a statement on a page of JSON, which is its last argument: `?N` behind the others.
    @discardableResult
    func execute(_ sql: String, _ arguments: [Value], page: Page) throws -> Int

    func query(_ sql: String, _ arguments: [Value]) throws -> [Row]
    func query(_ sql: String, _ arguments: [Value], page: Page) throws -> [Row]

    /// Several statements without arguments, separated by semicolons.
    func script(_ sql: String) throws

    /// Opens a transaction unless one is open.
    func begin() throws
    func commit() throws
    /// After an error, which may have ended the transaction already.
    func rollback()

    func dialect(for page: Page?) -> any Dialect

    /// What of the API's data is kept: records outside of it make no rows.
    var scope: MirrorScope { get set }
}

extension Store {
    @discardableResult
    func execute(_ sql: String) throws -> Int { try execute(sql, []) }

    func query(_ sql: String) throws -> [Row] { try query(sql, []) }

    func row(_ sql: String, _ arguments: [Value] = []) throws -> Row? { try query(sql, arguments).first }

    func exists(_ sql: String, _ arguments: [Value] = []) throws -> Bool { try row(sql, arguments) != nil }

    /// The first column of the first row.
    func count(_ sql: String, _ arguments: [Value] = []) throws -> Int {
        if case .integer(let number)? = try row(sql, arguments)?.values.first { Int(number) } else { 0 }
    }

    /// The ids of a page's records.
    func identifiers(in page: Page) throws -> [String] {
        let dialect = dialect(for: page)
        return try query(
            "SELECT \(dialect.member("id")) AS id FROM \(dialect.records(of: "?1"))", [], page: page
        ).compactMap { $0.text("id") }
    }

    /// All of `body` or nothing of it, apart from what was gathered before.
    @discardableResult
    func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try commit()
        try begin()
        do {
            let result = try body()
            try commit()
            return result
        } catch {
            rollback()
            throw error
        }
    }
}

/// A row that the tables do not take: a value is missing, or is one that cannot be stored there.
struct ConstraintViolation: Error {}

/// What one database says in another way than the others.
protocol Dialect {
    /// What of the API's data is kept.
    var scope: MirrorScope { get }
    /// The records of a page, one row each: a FROM item with the columns `value`, the record as it was sent, and those
    /// that `member` and `record` read. `page` is the placeholder, or a column that holds an array of records.
    func records(of page: String, without leftOut: [String]) -> String
    /// A column of those records, as the library's accessor answers; NULL for a member of another type.
    func member(_ column: RecordTable.Column, of row: String?) -> String
    /// The record as a table keeps it, without what `records` leaves out.
    func record() -> String
    /// A member that is a string, as text; NULL for anything else, as the library's accessors answer.
    func text(_ path: String, of value: String) -> String
    /// A member that is an object or an array, as JSON text; NULL for anything else.
    func json(_ path: String, _ type: String, of value: String) -> String
    /// The same of the last record of a page.
    func lastText(_ path: String, of page: String) -> String
    /// Whether the object has a member that the other one lacks.
    func hasMore(_ one: String, than other: String) -> String
    /// An object of these members alone.
    func only(_ members: [String], of value: String) -> String
    /// The object without some of its members.
    func without(_ members: [String], _ value: String) -> String
    /// Whether two JSON texts stand for the same value, however they are written.
    func sameJSON(_ one: String, _ other: String) -> String
    /// A time as a number that can be compared; NULL for what is no time.
    func time(_ text: String) -> String
}

extension Dialect {
    func records(of page: String) -> String { records(of: page, without: []) }

    /// A member that is a string.
    func member(_ name: String, of row: String? = nil) -> String {
        member(RecordTable.Column(name: name, form: .text), of: row)
    }
}
