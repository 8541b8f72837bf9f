import CommandSupport
import WorkOSDirectorySync

/// The value of a field of a record.
enum FieldValue: Equatable {
    case absent
    case text(String)
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    /// An object or array, as JSON text.
    case json(String)

    init(_ text: String?) { self = text.map { .text($0) } ?? .absent }
    init(_ integer: Int64?) { self = integer.map { .integer($0) } ?? .absent }
    init(json: String?) { self = json.map { .json($0) } ?? .absent }

    init(_ attribute: CustomAttribute?) {
        switch attribute {
        case nil, .null: self = .absent
        case .text(let text): self = .text(text)
        case .integer(let integer): self = .integer(integer)
        case .real(let real): self = .real(real)
        case .boolean(let boolean): self = .boolean(boolean)
        case .array(let json), .object(let json): self = .json(json)
        }
    }

    /// The value for a person or a spreadsheet; nil if absent.
    var plainText: String? {
        switch self {
        case .absent: nil
        case .text(let text): text
        case .integer(let integer): String(integer)
        case .real(let real): JSONOutput.number(real)
        case .boolean(let boolean): String(boolean)
        case .json(let json): json
        }
    }

    var json: String {
        switch self {
        case .absent: "null"
        case .text(let text): JSONOutput.string(text)
        case .json, .integer, .real, .boolean: plainText ?? "null"
        }
    }
}

struct Field<Element> {
    let name: String
    let value: (Element) -> FieldValue
}

/// A record that the formats can write.
protocol Presentable {
    static var noun: String { get }
    static var pluralNoun: String { get }
    /// Every field, in the order of the documentation.
    static var fields: [Field<Self>] { get }
    /// The columns of a table, by default.
    static var tableFields: [String] { get }
    /// A field that depends on the data, such as a custom attribute.
    static func field(named name: String) -> Field<Self>?
    /// The whole record.
    var json: String { get }
}

extension Presentable {
    static func field(named name: String) -> Field<Self>? { nil }

    /// The fields with these names, or the first name that is unknown.
    static func fields(named names: [String]) -> (fields: [Field<Self>], unknown: String?) {
        var found: [Field<Self>] = []
        for name in names {
            guard let field = fields.first(where: { $0.name == name }) ?? field(named: name) else { return ([], name) }
            found.append(field)
        }
        return (found, nil)
    }
}
