/// Copies the readable rows of a table with damaged pages.
struct TableSalvage {
    private static let batch = 200
    /// More than the distance of any row from the next readable one.
    private static let longestLeap = 1 << 40

    private enum Direction: String {
        case ascending = "ASC"
        case descending = "DESC"
    }

    let damaged: any Store
    let repaired: any Store
    let table: String
    /// The columns of both tables.
    let columns: [String]
    /// Nil for a table without rowids.
    let primaryKey: [String]?

    private(set) var copied = 0
    private(set) var isComplete = true

    init(_ damaged: any Store, _ repaired: any Store, _ table: String) throws {
        (self.damaged, self.repaired, self.table) = (damaged, repaired, table)
        let wanted = try repaired.query("PRAGMA table_info(\(table))")
        let found = Set(try damaged.query("PRAGMA table_info(\(table))").compactMap { $0.text("name") })
        columns = wanted.compactMap { $0.text("name") }.filter(found.contains)
        let sql = try repaired.row("SELECT sql FROM sqlite_master WHERE name = ?1", [.text(table)])?.text("sql") ?? ""
        primaryKey =
            sql.contains("WITHOUT ROWID")
            ? wanted.filter { $0.integer("pk") > 0 }.sorted { $0.integer("pk") < $1.integer("pk") }
                .compactMap { $0.text("name") } : nil
    }

    mutating func run() throws {
        if columns.isEmpty { return isComplete = false }
        if let primaryKey { try copyFromBothEnds(primaryKey) } else { try copyByRowid() }
    }

    // MARK: - Tables with rowids

    /// Reads row after row. Skips an unreadable row with a growing step, then reads the skipped range backwards.
    private mutating func copyByRowid() throws {
        var at = Int.min
        var leap = 1
        while true {
            if let rows = read("rowid > ?1", [Value(at)], limit: leap == 1 ? Self.batch : 1) {
                guard let first = rows.first, let last = rows.last else { return }
                if leap > 1 { try copyBackwards(from: first.integer("salvage_rowid"), to: at) }
                try write(rows)
                at = last.integer("salvage_rowid")
                leap = 1
            } else if let row = read("rowid > ?1", [Value(at)], limit: 1) {
                // The first row of the batch is readable, a later one is not.
                try write(row)
                guard let last = row.last else { return }
                at = last.integer("salvage_rowid")
            } else {
                isComplete = false
                if leap > Self.longestLeap { return }
                // Rowids begin at 1 unless others were inserted explicitly.
                at = max(at, 0) &+ leap
                leap *= 2
            }
        }
    }

    /// The rows in between, nearest first, up to an unreadable one.
    private mutating func copyBackwards(from end: Int, to start: Int) throws {
        var at = end
        let condition = "rowid < ?1 AND rowid > ?2"
        while let rows = read(condition, [Value(at), Value(start)], .descending, limit: 1), let row = rows.first {
            try write(rows)
            at = row.integer("salvage_rowid")
        }
    }

    // MARK: - Tables without rowids

    private mutating func copyFromBothEnds(_ key: [String]) throws {
        for (comparison, direction) in [(">", Direction.ascending), ("<", .descending)] {
            let names = key.joined(separator: ", ")
            var last: [Value]?
            while true {
                let places = key.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
                let condition = last == nil ? "true" : "(\(names)) \(comparison) (\(places))"
                let rows =
                    read(condition, last ?? [], direction, limit: Self.batch)
                    ?? read(condition, last ?? [], direction, limit: 1)
                guard let rows else {
                    isComplete = false
                    break
                }
                guard let end = rows.last else { return }
                try write(rows)
                last = key.map { end[$0] }
            }
        }
    }

    // MARK: - Rows

    /// Nil if they cannot be read, or are out of order, which would lead to an endless loop.
    /// - Parameter arguments: those of the key first.
    private func read(
        _ condition: String, _ arguments: [Value], _ direction: Direction = .ascending, limit: Int
    ) -> [Row]? {
        let names = columns.joined(separator: ", ")
        let rowid = primaryKey == nil ? "rowid AS salvage_rowid, " : ""
        let order = (primaryKey ?? ["rowid"]).map { "\($0) \(direction.rawValue)" }.joined(separator: ", ")
        let found = try? damaged.query(
            "SELECT \(rowid)\(names) FROM \(table) WHERE \(condition) ORDER BY \(order) LIMIT \(limit)", arguments)
        guard let found, !found.isEmpty else { return found }
        let key = primaryKey ?? ["salvage_rowid"]
        var last: [Value]? = arguments.isEmpty ? nil : Array(arguments.prefix(key.count))
        let ordered = found.prefix { row in
            defer { last = key.map { row[$0] } }
            guard let last else { return true }
            let next = key.map { row[$0] }
            return direction == .descending ? Self.precedes(next, last) : Self.precedes(last, next)
        }
        return ordered.isEmpty ? nil : Array(ordered)
    }

    /// SQLite's order of integers and texts; other types are not valid keys.
    private static func precedes(_ one: [Value], _ other: [Value]) -> Bool {
        for (mine, theirs) in zip(one, other) where mine != theirs {
            switch (mine, theirs) {
            case (.integer(let mine), .integer(let theirs)): return mine < theirs
            case (.text(let mine), .text(let theirs)): return mine.utf8.lexicographicallyPrecedes(theirs.utf8)
            default: return false
            }
        }
        return false
    }

    /// Inserts the rows that the table accepts; a damaged page can contain anything.
    private mutating func write(_ rows: [Row]) throws {
        let places = columns.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        let insertion =
            "INSERT OR REPLACE INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))"
        for row in rows {
            do {
                copied += try repaired.execute(insertion, columns.map { row[$0] })
            } catch is ConstraintViolation {
                isComplete = false
            }
        }
    }
}
