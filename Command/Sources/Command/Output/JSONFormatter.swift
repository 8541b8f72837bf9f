import CommandSupport

/// Records as JSON: one per line (jsonl), or one array. After a failure the array has no closing bracket, so that
/// it cannot be mistaken for the whole list.
final class JSONFormatter<Element: Presentable>: Formatter {
    private let fields: [Field<Element>]?
    private let style: OutputStyle
    private let isArray: Bool
    private var text = ""
    private var isEmpty = true

    /// `fields` nil: the whole record.
    init(fields: [Field<Element>]?, style: OutputStyle, isArray: Bool) {
        self.fields = fields
        self.style = style
        self.isArray = isArray && style.isList
    }

    func add(_ element: Element) -> Int {
        let before = text.utf8.count
        let json = fields.map { JSONOutput.object($0.map { ($0.name, $0.value(element).json) }) } ?? element.json
        if isArray { text += isEmpty ? "[\n" : ",\n" }
        text += style.isTerminal ? JSONOutput.visible(json) : json
        if !isArray { text += "\n" }
        isEmpty = false
        return text.utf8.count - before
    }

    func take() -> [UInt8] {
        defer { text = "" }
        return Array(text.utf8)
    }

    func finish() -> [UInt8] { isArray ? Array((isEmpty ? "[]\n" : "\n]\n").utf8) : [] }
}
