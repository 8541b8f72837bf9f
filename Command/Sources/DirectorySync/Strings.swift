import CWorkOSDS
import Glibc

/// Reads a string that the library gave away, and gives it back.
func takeString(_ text: UnsafeMutablePointer<CChar>?) -> String? {
    guard let text else { return nil }
    defer { workosds_string_free(text) }
    return String(cString: text)
}

/// C strings that live until `release`: as long as the call they are arguments of.
struct ArgumentStrings {
    private var strings: [UnsafeMutablePointer<CChar>] = []

    /// A text with a NUL byte is refused: C would read a shorter, other text.
    mutating func add(_ text: String?, _ name: StaticString) throws(APIError) -> UnsafePointer<CChar>? {
        guard let text else { return nil }
        try refuseNUL(in: text, name)
        guard let copy = strdup(text) else {
            throw APIError(status: Status.outOfMemory.rawValue, taking: nil)
        }
        strings.append(copy)
        return UnsafePointer(copy)
    }

    mutating func release() {
        strings.forEach { free($0) }
        strings = []
    }
}

func refuseNUL(in text: String, _ name: StaticString) throws(APIError) {
    if text.utf8.contains(0) { throw APIError(invalidArgument: "\(name) holds a NUL byte") }
}
