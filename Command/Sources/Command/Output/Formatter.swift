import ArgumentParser

enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, jsonl, json, csv
}

/// Turns records into the bytes of the output.
protocol Formatter<Element>: AnyObject {
    associatedtype Element

    /// Adds a record, which is not retained. Returns its approximate size in bytes.
    func add(_ element: Element) -> Int
    /// The bytes added since the last call.
    func take() -> [UInt8]
    /// The bytes that end the output.
    func finish() -> [UInt8]
}

/// Properties of the output that a formatter depends on.
struct OutputStyle {
    /// Whether control characters must be escaped.
    let isTerminal: Bool
    /// Where lines are truncated; nil for never.
    let width: Int?
    /// Whether a list is shown or a single record.
    let isList: Bool
}

extension Formatter {
    func takeAll(of elements: [Element]) -> [UInt8] {
        elements.forEach { _ = add($0) }
        return take() + finish()
    }
}
