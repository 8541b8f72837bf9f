import GRDB
import GRDBSQLite
import Glibc

/// Puts records into one table by one prepared statement, each text bound where it lies.
final class RecordWriter {
    private enum Target {
        case identifier
        case column(Int32, RecordTable.Form)
        case leftOut
    }

    private let table: RecordTable
    private let statement: Statement
    private let targets: [(name: StaticString, target: Target)]
    private let directoryColumn: Int32?
    private let recordColumn: Int32
    private var record: [UInt8] = []

    init(_ db: Database, _ table: RecordTable, into name: String) throws {
        self.table = table
        statement = try db.makeStatement(sql: table.upsert(into: name))
        let first: Int32 = table.hasDirectory ? 3 : 2
        directoryColumn = table.hasDirectory ? 2 : nil
        recordColumn = first + Int32(table.columns.count)
        let columns = table.columns.enumerated().map { index, column in
            (column.member, Target.column(first + Int32(index), column.form))
        }
        targets = [("id", .identifier)] + columns + table.leftOut.map { ($0, .leftOut) }
    }

    /// - Parameter directory: the id of the directory that the record is of.
    func write(_ text: JSONText, directory: String? = nil) throws {
        let handle = statement.sqliteStatement
        sqlite3_clear_bindings(handle)
        if let directoryColumn, let directory {
            sqlite3_bind_text(handle, directoryColumn, directory, -1, copiedBySQLite)
        }
        guard bindMembers(of: text, to: handle) else {
            throw MirrorError.unusableAnswer("one of the \(table.name) that the API sent has no id")
        }
        try record.withUnsafeBufferPointer { bytes in
            if let start = bytes.baseAddress {
                bindLent(JSONText(start: start, end: start + bytes.count), to: recordColumn, of: handle)
            }
            try runLent(handle)
        }
    }

    /// Binds the columns and makes `record`: the text without what is left out, in runs of members that stay.
    private func bindMembers(of text: JSONText, to handle: SQLiteStatement) -> Bool {
        var hasID = false
        var run: (start: JSONText.Byte, end: JSONText.Byte)?
        record.removeAll(keepingCapacity: true)
        record.append(UInt8(ascii: "{"))
        text.forEachMember { key, value in
            switch target(of: key) {
            case .leftOut:
                append(run)
                run = nil
                return
            case .identifier:
                hasID = value.isString
                bind(value, .text, to: 1, of: handle)
            case .column(let column, let form): bind(value, form, to: column, of: handle)
            case nil: break
            }
            run = (run?.start ?? key.start - 1, value.end)
        }
        append(run)
        record.append(UInt8(ascii: "}"))
        return hasID
    }

    private func append(_ run: (start: JSONText.Byte, end: JSONText.Byte)?) {
        guard let run else { return }
        if record.count > 1 { record.append(UInt8(ascii: ",")) }
        record.append(contentsOf: UnsafeBufferPointer(start: run.start, count: run.end - run.start))
    }

    private func target(of key: JSONText) -> Target? {
        let count = key.count
        for (name, target) in targets
        where name.utf8CodeUnitCount == count && memcmp(name.utf8Start, key.start, count) == 0 {
            return target
        }
        return nil
    }

    private func bind(_ value: JSONText, _ form: RecordTable.Form, to column: Int32, of handle: SQLiteStatement) {
        if value.isNull {
            sqlite3_bind_null(handle, column)
        } else if form == .slug {
            if let slug = value.member("slug") { bind(slug, .text, to: column, of: handle) }
        } else if form == .text, value.isString {
            bindString(value.inside, to: column, of: handle)
        } else {
            bindLent(value, to: column, of: handle)
        }
    }

    private func bindString(_ inside: JSONText, to column: Int32, of handle: SQLiteStatement) {
        guard inside.hasEscape else { return bindLent(inside, to: column, of: handle) }
        var decoded: [UInt8] = []
        inside.unescape(into: &decoded)
        decoded.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                _ = sqlite3_bind_text(handle, column, characters.baseAddress, Int32(characters.count), copiedBySQLite)
            }
        }
    }
}
