import GRDB
import GRDBSQLite

/// Runs a statement of two texts, bound where they lie.
final class PairWriter {
    enum Text {
        case text(String)
        /// A JSON string without escapes, which an id is.
        case json(JSONText?)
    }

    private let statement: Statement

    init(_ db: Database, _ sql: String) throws { statement = try db.makeStatement(sql: sql) }

    func write(_ first: Text, _ second: Text) throws {
        let handle = statement.sqliteStatement
        for (column, text) in [(Int32(1), first), (2, second)] {
            switch text {
            case .text(let text): sqlite3_bind_text(handle, column, text, -1, copiedBySQLite)
            case .json(let json):
                guard let json, json.isString else {
                    throw MirrorError.unusableAnswer("one of the members that the API sent has no id")
                }
                bindLent(json.inside, to: column, of: handle)
            }
        }
        try runLent(handle)
    }
}
