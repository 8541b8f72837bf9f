import Glibc

/// A JSON array of records as the API sent it, checked and repaired by the library.
///
/// A database truncates a text at U+0000. In the few pages that contain one, it is replaced by a character that does
/// not occur in the page, until their texts have been split.
final class Page {
    let bytes: [UInt8]
    /// The replacement for U+0000; nil if the page contains none.
    let standIn: String?
    /// Parsed once for all statements that read the page.
    private(set) lazy var content = bytes.withUnsafeBytes(PageContent.init)

    init(_ text: UnsafeRawBufferPointer) {
        standIn = Self.standIn(for: text)
        bytes = standIn.map { Self.replacingNULs(in: text, with: Array($0.utf8)) } ?? Array(text)
    }

    /// A part of another page.
    init(bytes: [UInt8], standIn: String?) {
        self.bytes = bytes
        self.standIn = standIn
    }

    /// The records of a JSON text from the database.
    init(json: String) {
        var json = json
        (standIn, bytes) = json.withUTF8 { text in
            let text = UnsafeRawBufferPointer(text)
            let standIn = Self.standIn(for: text)
            return (standIn, standIn.map { Self.replacingNULs(in: text, with: Array($0.utf8)) } ?? Array(text))
        }
    }

    /// The same with U+FFFD for each U+0000, for a database that has none.
    private(set) lazy var withoutNULs: Page =
        standIn.map { standIn in
            let text = String(decoding: bytes, as: UTF8.self)
            return Page(
                json: text.split(separator: Character(standIn), omittingEmptySubsequences: false).joined(
                    separator: "\u{FFFD}")
            )
        } ?? self

    private static func standIn(for text: UnsafeRawBufferPointer) -> String? {
        guard text.holds("\\u0000") else { return nil }
        // Noncharacters, which real text does not contain.
        for number in UInt32(0xFDD0)...0xFDEF {
            guard let scalar = Unicode.Scalar(number) else { continue }
            let character = String(Character(scalar))
            let escape = "\\u" + String(number, radix: 16)
            if !text.holds(character), !text.holds(escape), !text.holds(escape.uppercased()) { return character }
        }
        return "\u{FFFD}"
    }

    private static func replacingNULs(in text: UnsafeRawBufferPointer, with standIn: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        let escape = Array("\\u0000".utf8)
        var at = 0
        while at < text.count {
            if text[at] != UInt8(ascii: "\\") {
                result.append(text[at])
                at += 1
            } else if text[at...].starts(with: escape) {
                result += standIn
                at += escape.count
            } else {
                // Skips a backslash with the character it escapes: "\\u0000" is a backslash and five characters.
                result += text[at..<min(at + 2, text.count)]
                at += 2
            }
        }
        return result
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func holds(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { sought in
            guard let start = sought.baseAddress, let first = sought.first, var at = baseAddress else { return false }
            let end = at + count
            while let found = memchr(at, Int32(first), end - at) {
                at = UnsafeRawPointer(found)
                if end - at < sought.count { return false }
                if memcmp(at, start, sought.count) == 0 { return true }
                at += 1
            }
            return false
        }
    }
}
