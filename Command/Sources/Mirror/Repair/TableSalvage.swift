/// Copies what can be read of a table whose pages are partly damaged.
struct TableSalvage {
    private static let batch = 200
    /// Further than any row is from the next one that can be read.
    private static let longestLeap = 1 << 40

    let damaged: any Store
    let repaired: any Store
    let table: String
    /// Those that both tables have.
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

    /// From each row to the next. A row that cannot be read is leapt over, and what the leap missed is read from the
    /// other side.
    private mutating func copyByRowid() throws {
        var at = Int.min
        var leap = 1
        while true {
            if let rows = read("rowid > ?1 ORDER BY rowid LIMIT \(leap == 1 ? Self.batch : 1)", [Value(at)]) {
                guard let first = rows.first, let last = rows.last else { return }
                if leap > 1 { try copyBackwards(from: first.integer("salvage_rowid"), to: at) }
                try write(rows)
                at = last.integer("salvage_rowid")
                leap = 1
            } else if let row = read("rowid > ?1 ORDER BY rowid LIMIT 1", [Value(at)]) {
                // The first of the batch can be read, and one behind it cannot.
                try write(row)
                guard let last = row.last else { return }
                at = last.integer("salvage_rowid")
            } else {
                isComplete = false
                if leap > Self.longestLeap { return }
                // Rowids begin at 1 in tables that nobody gave others.
                at = max(at, 0) &+ leap
                leap *= 2
            }
        }
    }

    /// The rows between, nearest first, up to one that cannot be read.
    private mutating func copyBackwards(from end: Int, to start: Int) throws {
        var at = end
        let condition = "rowid < ?1 AND rowid > ?2 ORDER BY rowid DESC LIMIT 1"
        while let rows = read(condition, [Value(at), Value(start)]), let row = rows.first {
            try write(rows)
            at = row.integer("salvage_rowid")
        }
    }

    // MARK: - Tables without

    private mutating func copyFromBothEnds(_ key: [String]) throws {
        for (comparison, order) in [(">", "ASC"), ("<", "DESC")] {
            let names = key.joined(separator: ", ")
            let ordered = key.map { "\($0) \(order)" }.joined(separator: ", ")
            var last: [Value]?
            while true {
                let places = key.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
                let condition = last == nil ? "true" : "(\(names)) \(comparison) (\(places))"
                var rows = read("\(condition) ORDER BY \(ordered) LIMIT \(Self.batch)", last ?? [])
                if rows == nil { rows = read("\(condition) ORDER BY \(ordered) LIMIT 1", last ?? []) }
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

    /// Nil where they cannot be read. Of rows that are not in their order one would be read again and again.
    private func read(_ condition: String, _ arguments: [Value]) -> [Row]? {
        let names = columns.joined(separator: ", ")
        let rowid = primaryKey == nil ? "rowid AS salvage_rowid, " : ""
        let found = try? damaged.query("SELECT \(rowid)\(names) FROM \(table) WHERE \(condition)", arguments)
        guard let found, !found.isEmpty else { return found }
        let key = primaryKey ?? ["salvage_rowid"]
        var last: [Value]? = arguments.isEmpty ? nil : Array(arguments.prefix(key.count))
        let isDescending = condition.contains(" DESC")
        let ordered = found.prefix { row in
            defer { last = key.map { row[$0] } }
            guard let last else { return true }
            let next = key.map { row[$0] }
            return isDescending ? Self.precedes(next, last) : Self.precedes(last, next)
        }
        return ordered.isEmpty ? nil : Array(ordered)
    }

    /// As SQLite orders integers and texts; values of other types make no key.
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

    /// Those that the table takes: a damaged page can hold anything.
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
