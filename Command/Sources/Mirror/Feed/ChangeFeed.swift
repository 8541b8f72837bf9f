import CommandSupport

/// Reads the table `changes` from a number on. Its numbers have no gaps: if one is missing, rows were pruned or lost to
/// damage, and a reader must start over from the tables.
struct ChangeFeed {
    private typealias JSON = JSONOutput

    /// The columns with JSON.
    private static let jsonColumns: Set = ["previous", "record"]
    private static let batch = 500

    let store: any Store

    /// The number before the first row.
    func beginning() throws -> Int {
        try store.row("SELECT min(id) AS id FROM changes").flatMap(Self.number).map { $0 - 1 } ?? store.lastChange()
    }

    /// The next batch of rows; empty if there are no new ones.
    func rows(after number: Int) throws -> [Row] {
        let (rows, last) = try store.reading {
            let rows = try store.query(
                "SELECT * FROM changes WHERE id > ?1 ORDER BY id LIMIT \(Self.batch)", [Value(number)])
            return (rows, try store.lastChange())
        }
        if number > last { throw FeedGap.beyond(number, last: last) }
        let next = rows.first.flatMap(Self.number) ?? last + 1
        if next != number + 1 { throw FeedGap.pruned(number, next: next, last: last) }
        return rows
    }

    static func number(_ row: Row) -> Int? {
        if case .integer(let number) = row["id"] { Int(number) } else { nil }
    }

    /// One line of JSON with the table's columns, without NULLs. Records are JSON, not text.
    static func line(_ row: Row) -> String {
        let members = zip(row.names, row.values).compactMap { name, value -> (name: String, json: String)? in
            switch value {
            case .null: return nil
            case .integer(let number): return (name, String(number))
            case .real(let number): return (name, JSON.number(number))
            case .text(let text): return (name, jsonColumns.contains(name) ? JSON.compact(text) : JSON.string(text))
            }
        }
        return JSON.visible(JSON.object(members)) + "\n"
    }
}

/// Why the changes after a number are not available.
enum FeedGap: Error {
    case pruned(Int, next: Int, last: Int)
    case beyond(Int, last: Int)

    var text: String {
        switch self {
        case .pruned(let number, let next, let last):
            "the changes after \(number) are no longer kept: the next one is \(next). Read the tables again, and "
                + "continue with --after \(last)"
        case .beyond(let number, let last):
            "the last change is \(last), not yet \(number): this is not the copy that \(number) came from. Read the "
                + "tables again, and continue with --after \(last)"
        }
    }
}
