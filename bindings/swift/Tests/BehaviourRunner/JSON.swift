import Foundation

/// JSON text. What the library returns as JSON is passed on as it is.
enum JSON {
    static func text(_ text: String?) -> String {
        guard let text else { return "null" }
        let data = try? JSONEncoder().encode(text)
        return data.map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }

    static func number(_ number: some BinaryInteger) -> String { String(number) }

    static func number(_ number: (some BinaryInteger)?) -> String { number.map { String($0) } ?? "null" }

    static func array(_ elements: [String]) -> String { "[" + elements.joined(separator: ",") + "]" }

    static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { text($0.0) + ":" + $0.1 }.joined(separator: ",") + "}"
    }

    /// Line breaks in JSON text are white space between values: those in strings are escaped.
    static func onOneLine(_ json: String) -> String {
        String(
            decoding: json.utf8.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? 0x20 : $0 }, as: UTF8.self)
    }

    /// `json` if it is an object or an array as `empty` is, else `empty`.
    static func value(_ json: String?, else empty: String) -> String {
        guard let json, json.first == empty.first else { return empty }
        return json
    }
}
