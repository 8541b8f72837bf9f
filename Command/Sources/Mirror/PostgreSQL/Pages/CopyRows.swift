/// Rows of one table in the binary format of COPY.
struct CopyRows {
    private static let header = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8)

    let table: String
    let columns: [String]
    private(set) var bytes = Self.header

    init(_ table: String, _ columns: [String]) {
        (self.table, self.columns) = (table, columns)
    }

    var statement: String { "COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN (FORMAT binary)" }
    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    /// After the last row.
    mutating func end() { bytes += [0xFF, 0xFF] }

    /// Begins a row. Its values follow.
    mutating func begin() { bytes += [UInt8(columns.count >> 8), UInt8(columns.count & 0xFF)] }

    mutating func append(_ text: [UInt8]) { BinaryFormat.append(text, to: &bytes) }

    mutating func append(_ number: Int) {
        BinaryFormat.append(8, to: &bytes)
        BinaryFormat.append(UInt32(truncatingIfNeeded: number >> 32), to: &bytes)
        BinaryFormat.append(UInt32(truncatingIfNeeded: number), to: &bytes)
    }

    mutating func append(_ cursor: PageCursor, _ column: PageStatement.Column) {
        BinaryFormat.append(cursor, column, to: &bytes)
    }
}
