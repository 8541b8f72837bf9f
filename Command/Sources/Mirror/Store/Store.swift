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

    /// Opens a transaction unless one is open.
    func begin() throws
    func commit() throws
    /// After an error, which may have ended the transaction already.
    func rollback()
    /// All of `body` sees the same commit.
    func reading<Result>(_ body: () throws -> Result) throws -> Result

    func dialect(for page: Page?) -> any Dialect

    /// What of the API's data is kept: records outside of it make no rows.
    var scope: MirrorScope { get set }

    /// The number that was given last to a row of `changes`, whether that is still there or not. Its own rows are
    /// numbered by the time a transaction is committed.
    func lastChange() throws -> Int

    /// Empties the staging tables. Within a transaction.
    /// - Parameter isFirst: they are for the first listing, which `adoptFirstListing` takes.
    func resetStaging(ofFirstRun isFirst: Bool) throws

    /// Makes what is staged the mirror's content, whose tables are empty, in a transaction with what `note` adds.
    /// - Parameter incomplete: directories of which all that was staged stays staged.
    func adoptFirstListing(except incomplete: [String], _ note: () throws -> Void) throws

    /// A transaction that leaves no trace of what it removes.
    /// - Parameter isRewritten: the tables as well, in which earlier transactions may have left some.
    func erasing(isRewritten: Bool, _ body: () throws -> Void) throws

    /// Copies everything, as of one commit, into a new SQLite file.
    func copy(into path: String) throws

    func size() throws -> StoreSize

    /// As a message names it.
    var name: String { get }
}

struct StoreSize {
    /// Of the tables and indices.
    var bytes = 0
    /// Of a log that belongs to them alone.
    var logBytes = 0
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

/// A row that the tables do not take: a value is missing, or is one that cannot be stored there. The transaction goes
/// on without the statement.
struct ConstraintViolation: Error {}

/// What the database ended a statement with. The transaction may have ended too.
protocol StoreError: Error, CustomStringConvertible {
    /// Another try may well succeed.
    var isPassing: Bool { get }
}

/// What one database says in another way than the others.
protocol Dialect {
    /// What of the API's data is kept.
    var scope: MirrorScope { get }
    /// The records of a page, one row each: a FROM item with the columns `value`, the record as it was sent, and those
    /// that `member` and `record` read. `page` is the placeholder.
    func records(of page: String, without leftOut: [String]) -> String
    /// The same of records in a member of another one, if that member is an array.
    func records(in member: String, of row: String) -> String
    /// A SELECT of what is to be inserted or updated. Of several rows with one id the last one counts.
    func rows(_ columns: String, from records: String, where condition: String) -> String
    /// A column of those records, as the library's accessor answers; NULL for a member of another type.
    func member(_ column: RecordTable.Column, of row: String?) -> String
    /// The record as a table keeps it, without what `records` leaves out.
    func record() -> String
    /// A JSON text, or NULL, as a column holds it.
    func stored(_ json: String) -> String
    /// NULL for a text that is no id: empty, or with U+0000.
    func usableID(_ id: String) -> String
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
    /// Whether two values are different; NULL is the same as NULL.
    func differ(_ one: String, _ other: String) -> String
    /// A FROM item with the column `value`: the strings in a member that is an array, or the one that it is.
    func strings(in member: String, of json: String) -> String
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
