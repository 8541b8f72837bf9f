/// The mirror's interface to a database. Statements are SQL with `?1`, `?2`, …; code for a specific database is in
/// its folder, and is used through `dialect(for:)`.
///
/// Work is collected in a transaction from `begin` to `commit`. The loop commits once per iteration, so that pages that
/// arrive together are written together.
protocol Store: AnyObject {
    /// Runs a statement. Returns the number of rows inserted, updated or deleted.
    @discardableResult
    func execute(_ sql: String, _ arguments: [Value]) throws -> Int

    /// Runs a statement on a page of JSON, which is its last argument, `?N`.
    @discardableResult
    func execute(_ sql: String, _ arguments: [Value], page: Page) throws -> Int

    func query(_ sql: String, _ arguments: [Value]) throws -> [Row]
    func query(_ sql: String, _ arguments: [Value], page: Page) throws -> [Row]

    /// Opens a transaction unless one is open.
    func begin() throws
    func commit() throws
    /// Rolls back after an error, which may have already ended the transaction.
    func rollback()
    /// Runs `body` on a snapshot: all of it sees the same commit.
    func reading<Result>(_ body: () throws -> Result) throws -> Result

    func dialect(for page: Page?) -> any Dialect

    /// The stored part of the API's data: records outside of it have no rows.
    var scope: MirrorScope { get set }

    /// A longer id cannot be a key.
    var longestID: Int { get }

    /// The last number given to a row of `changes`, even if that row has been removed. Rows of a transaction are
    /// numbered when it is committed.
    func lastChange() throws -> Int

    /// Empties the staging tables, within a transaction.
    /// - Parameter isFirst: whether they are for the first listing, see `adoptFirstListing`.
    func resetStaging(ofFirstRun isFirst: Bool) throws

    /// Stages a page before there is any content, at the latest before the next statement. Returns false if the page
    /// must be staged by statements.
    /// - Parameter byStatements: called if a record of the page is listed twice or cannot be stored.
    func stageFirst(
        _ page: Page, of listing: OpenListing, cursor: String?, _ byStatements: @escaping () throws -> Void
    ) throws -> Bool

    /// Seconds for which work is collected in a transaction.
    var commitInterval: Double { get }

    /// Makes the staged rows the mirror's content, if its tables are empty, in a transaction together with `note`. The
    /// rows of incomplete directories are kept in the staging tables.
    func adoptFirstListing(_ note: () throws -> Void) throws

    /// A transaction whose removed data cannot be recovered from the file.
    /// - Parameter isRewritten: whether to rewrite the tables too, because earlier transactions may have left some.
    func erasing(isRewritten: Bool, _ body: () throws -> Void) throws

    /// Copies everything, as of one commit, into a new SQLite file.
    func copy(into path: String) throws

    func size() throws -> StoreSize

    /// The name for messages.
    var name: String { get }

    /// Nil if a database has one process that writes.
    var share: (any ListingShare)? { get }

    /// The running processes, if several can share the work.
    func workers() throws -> [RunningWorker]
}

extension Store {
    var share: (any ListingShare)? { nil }

    func workers() throws -> [RunningWorker] { [] }
}

/// How large the database is, in bytes.
struct StoreSize {
    /// The size of the tables and indexes.
    var bytes = 0
    /// The size of their log.
    var logBytes = 0
}

extension Store {
    func stageFirst(
        _ page: Page, of listing: OpenListing, cursor: String?, _ byStatements: @escaping () throws -> Void
    ) throws -> Bool { false }

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

    /// Runs `body` atomically, independent of earlier work in the transaction.
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

/// A row that the tables reject: a value is missing or invalid. The transaction continues without the statement.
struct ConstraintViolation: Error, CustomStringConvertible {
    var description: String { "the database rejects a row" }
}

/// The error of a statement. It may have ended the transaction too.
protocol StoreError: Error, CustomStringConvertible {
    /// Whether another attempt may succeed.
    var isPassing: Bool { get }
    /// Whether it need not wait.
    var needsNoPause: Bool { get }
}

extension StoreError {
    var needsNoPause: Bool { false }
}

/// SQL that differs between databases.
protocol Dialect {
    /// The stored part of the API's data.
    var scope: MirrorScope { get }
    /// The records of a page, one row each: a FROM item with the columns `value`, the record as sent, and those that
    /// `member` and `record` read. `page` is the placeholder.
    /// - Parameter isLastOnly: whether a later record with the same id may replace an earlier one.
    func records(of page: String, without leftOut: [String], as name: String, isLastOnly: Bool) -> String
    /// The same for records in an array member of another record. Only their ids can be read.
    func records(in member: String, of row: String, as name: String) -> String
    /// A column of those records, like the library's accessor; NULL for a member of another type.
    func member(_ column: RecordTable.Column, of row: String?) -> String
    /// The record as stored in a table, without the members that `records` omits.
    func record() -> String
    /// A JSON text, or NULL, as stored in a column.
    func stored(_ json: String) -> String
    /// A JSON text as an argument that `stored` can read.
    func storable(_ json: String) -> String
    /// A member that is a string, as text; NULL for other types, like the library's accessors.
    func text(_ path: String, of value: String) -> String
    /// A member that is an object or array, as JSON text; NULL for other types.
    func json(_ path: String, _ type: String, of value: String) -> String
    /// Whether the object has a member that the other one lacks.
    func hasMore(_ one: String, than other: String) -> String
    /// An object with only these members.
    func only(_ members: [String], of value: String) -> String
    /// The object without some of its members.
    func without(_ members: [String], _ value: String) -> String
    /// Whether two JSON texts have the same value.
    func sameJSON(_ one: String, _ other: String) -> String
    /// Whether two values are different; NULL is the same as NULL.
    func differ(_ one: String, _ other: String) -> String
    /// A FROM item with the column `value`: the strings of an array member, or a member that is a string.
    func strings(in member: String, of json: String) -> String
    /// A time as a comparable number; NULL if it is not a time.
    func time(_ text: String) -> String
}

extension Dialect {
    func storable(_ json: String) -> String { json }

    func records(of page: String, as name: String = "sent") -> String {
        records(of: page, without: [], as: name, isLastOnly: false)
    }

    /// A member that is a string.
    func member(_ name: String, of row: String? = nil) -> String {
        member(RecordTable.Column(name: name, form: .text), of: row)
    }
}
