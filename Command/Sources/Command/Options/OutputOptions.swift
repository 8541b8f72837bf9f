import ArgumentParser

/// How records are written.
struct OutputOptions<Element: Presentable>: ParsableArguments {
    @Option(help: "table (the default on a terminal), jsonl (the default in a pipe), json or csv.")
    var format: Format?

    @Option(
        help: ArgumentHelp(
            "The fields to write, separated by commas: \(Self.fieldNames).", valueName: "field,..."),
        completion: .list(Element.fields.map(\.name)))
    var fields: String?

    @Flag(help: "In csv, do not prefix text that a spreadsheet would take for a formula with an apostrophe.")
    var csvExact = false

    private static var fieldNames: String {
        let names =
            Element.fields.map(\.name)
            + (Element.field(named: "custom_attributes.") == nil ? [] : ["custom_attributes.KEY"])
        return names.joined(separator: ", ")
    }

    private var fieldList: [String]? {
        fields?.split(separator: ",").map { String($0.drop { $0 == " " }) }
    }

    func validate() throws {
        guard let names = fieldList else { return }
        if names.isEmpty { throw ValidationError("--fields must not be empty.") }
        if let unknown = Element.fields(named: names).unknown {
            throw ValidationError("Unknown field '\(unknown)'. The fields are: \(Self.fieldNames).")
        }
        // A JSON object must not have a name twice.
        if let repeated = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
            throw ValidationError("--fields contains '\(names[repeated])' twice.")
        }
    }

    func formatter(for output: StandardOutput, isList: Bool) -> any Formatter<Element> {
        let style = OutputStyle(isTerminal: output.isTerminal, width: output.width, isList: isList)
        let chosen = fieldList.map { Element.fields(named: $0).fields }
        switch format ?? (output.isTerminal ? .table : .jsonl) {
        case .table:
            if !isList { return RecordFormatter(fields: chosen ?? Element.fields) }
            return TableFormatter(fields: chosen ?? Element.fields(named: Element.tableFields).fields, style: style)
        case .jsonl: return JSONFormatter(fields: chosen, style: style, isArray: false)
        case .json: return JSONFormatter(fields: chosen, style: style, isArray: true)
        case .csv: return CSVFormatter(fields: chosen ?? Element.fields, style: style, isExact: csvExact)
        }
    }
}
