import CommandSupport

/// Records as rows of a table. The first records determine the widths of the columns, so that a long list can be
/// shown while it is loaded.
final class TableFormatter<Element: Presentable>: Formatter {
    private static var gap: String { "  " }
    private static var narrowest: Int { 6 }

    private let fields: [Field<Element>]
    private let style: OutputStyle
    private var rows: [[String]] = []
    private var widths: [Int]?

    init(fields: [Field<Element>], style: OutputStyle) {
        self.fields = fields
        self.style = style
    }

    func add(_ element: Element) -> Int {
        rows.append(fields.map { VisibleText.of($0.value(element).plainText ?? "") })
        return rows[rows.count - 1].reduce(0) { $0 + $1.utf8.count }
    }

    func take() -> [UInt8] {
        if rows.isEmpty { return [] }
        defer { rows = [] }
        return Array(lines().utf8)
    }

    /// An empty list has a header too.
    func finish() -> [UInt8] { widths == nil ? Array(lines().utf8) : [] }

    private func lines() -> String {
        var text = ""
        if widths == nil {
            let header = fields.map { $0.name.uppercased() }
            widths = fitted(natural([header] + rows))
            text += line(header)
        }
        return rows.reduce(into: text) { $0 += line($1) }
    }

    private func natural(_ rows: [[String]]) -> [Int] {
        fields.indices.map { column in rows.reduce(0) { max($0, TextWidth.of($1[column])) } }
    }

    /// The widest columns are narrowed first. Ids are narrowed last, since they are meant to be copied.
    private func fitted(_ natural: [Int]) -> [Int] {
        guard let width = style.width else { return natural }
        var widths = natural.map { min($0, width) }
        let room = width - Self.gap.count * (fields.count - 1)
        for mayCutIds in [false, true] {
            while widths.reduce(0, +) > room {
                let candidates = widths.indices.filter { column in
                    widths[column] > Self.narrowest && (mayCutIds || !fields[column].isId)
                }
                guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
                widths[widest] -= 1
            }
        }
        return widths
    }

    private func line(_ cells: [String]) -> String {
        guard let widths else { return "" }
        let last = cells.count - 1
        var line = ""
        for (column, cell) in cells.enumerated() {
            let shown = style.width == nil ? cell : TextWidth.cut(cell, to: widths[column])
            line += column == last ? shown : TextWidth.padded(shown, to: widths[column]) + Self.gap
        }
        while line.utf8.last == 0x20 { line.removeLast() }
        return (style.width.map { TextWidth.cut(line, to: $0) } ?? line) + "\n"
    }
}

extension Field {
    fileprivate var isId: Bool { name == "id" }
}

/// One record as lines of a field and its value.
final class RecordFormatter<Element: Presentable>: Formatter {
    private let fields: [Field<Element>]
    private var text = ""

    init(fields: [Field<Element>]) { self.fields = fields }

    func add(_ element: Element) -> Int {
        let width = fields.reduce(0) { max($0, TextWidth.of($1.name)) }
        for field in fields {
            let value = VisibleText.of(field.value(element).plainText ?? "")
            text += TextWidth.padded(field.name, to: width) + (value.isEmpty ? "" : "  " + value) + "\n"
        }
        return text.utf8.count
    }

    func take() -> [UInt8] {
        defer { text = "" }
        return Array(text.utf8)
    }

    func finish() -> [UInt8] { take() }
}
