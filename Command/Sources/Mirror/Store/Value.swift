/// An argument of a statement, or a column of a row.
enum Value: Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)

    init(_ text: String?) { self = text.map(Value.text) ?? .null }
    init(_ number: Int) { self = .integer(Int64(number)) }
    init(_ moment: Moment?) { self.init(moment?.text) }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
    init(stringLiteral text: String) { self = .text(text) }
    init(integerLiteral number: Int64) { self = .integer(number) }
    init(nilLiteral: ()) { self = .null }
}

/// One row of a query's result.
struct Row {
    let names: [String]
    let values: [Value]

    subscript(name: String) -> Value {
        names.firstIndex(of: name).map { values[$0] } ?? .null
    }

    /// Nil for NULL and for a value of another type.
    func text(_ name: String) -> String? {
        if case .text(let text) = self[name] { text } else { nil }
    }

    /// 0 for NULL and for a value of another type.
    func integer(_ name: String) -> Int {
        if case .integer(let number) = self[name] { Int(number) } else { 0 }
    }

    func moment(_ name: String) -> Moment? { Moment(text(name)) }
}
