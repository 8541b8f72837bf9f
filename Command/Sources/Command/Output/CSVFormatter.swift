import CommandSupport

/// Records as comma-separated values (RFC 4180) with a header line. An absent value is empty, an empty text is "".
final class CSVFormatter<Element: Presentable>: Formatter {
    private let fields: [Field<Element>]
    private let style: OutputStyle
    private let isExact: Bool
    private var text = ""

    /// - Parameter isExact: false to prefix text that a spreadsheet would take for a formula with an apostrophe.
    init(fields: [Field<Element>], style: OutputStyle, isExact: Bool) {
        self.fields = fields
        self.style = style
        self.isExact = isExact
        text = line(fields.map { .text($0.name) })
    }

    func add(_ element: Element) -> Int {
        let line = line(fields.map { $0.value(element) })
        text += line
        return line.utf8.count
    }

    func take() -> [UInt8] {
        defer { text = "" }
        return Array(text.utf8)
    }

    func finish() -> [UInt8] { take() }

    private func line(_ values: [FieldValue]) -> String {
        let cells = values.map(cell).joined(separator: ",")
        // Readers would skip an empty line.
        return (cells.isEmpty ? "\"\"" : cells) + "\r\n"
    }

    private func cell(_ value: FieldValue) -> String {
        guard var text = value.plainText else { return "" }
        if case .text = value, !isExact, startsFormula(text) { text = "'" + text }
        if style.isTerminal { text = VisibleText.of(text) }
        if text.isEmpty { return "\"\"" }
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) || hasSpaceAtEnd(text)
        else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// Text that begins with one of these, also after spaces, is a formula to spreadsheets.
    private func startsFormula(_ text: String) -> Bool {
        switch text.utf8.first {
        case UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): return true
        default: break
        }
        guard let first = text.unicodeScalars.first(where: { $0 != " " }) else { return false }
        return "=+-@＝＋－＠".unicodeScalars.contains(first)
    }

    private func hasSpaceAtEnd(_ text: String) -> Bool { text.utf8.first == 0x20 || text.utf8.last == 0x20 }
}
