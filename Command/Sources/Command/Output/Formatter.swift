import ArgumentParser

enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, jsonl, json, csv
}

/// Turns records into the bytes of the output.
protocol Formatter<Element>: AnyObject {
    associatedtype Element

    /// Reads what it needs of a record: records do not stay. Returns about how many bytes that makes.
    func add(_ element: Element) -> Int
    /// The bytes of what was added since the last time.
    func take() -> [UInt8]
    /// The bytes of the rest.
    func finish() -> [UInt8]
}

/// What a formatter has to know of the output.
struct OutputStyle {
    /// Whether nothing may be written that a terminal obeys.
    let isTerminal: Bool
    /// Where lines are cut; nil: nowhere.
    let width: Int?
    /// Whether a list or one record is shown.
    let isList: Bool
}

extension Formatter {
    func takeAll(of elements: [Element]) -> [UInt8] {
        elements.forEach { _ = add($0) }
        return take() + finish()
    }
}
