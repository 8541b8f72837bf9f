import Glibc

/// The bytes of one JSON value.
struct JSONText {
    /// The address of a byte of the page's JSON.
    typealias Byte = UnsafePointer<UInt8>

    let start: Byte
    let end: Byte

    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: end - start) }
    var isString: Bool { start < end && start.pointee == UInt8(ascii: "\"") }
    var isObject: Bool { start < end && start.pointee == UInt8(ascii: "{") }
    var isArray: Bool { start < end && start.pointee == UInt8(ascii: "[") }

    /// A string without its quotes.
    var inside: JSONText { JSONText(start: start + 1, end: max(start + 1, end - 1)) }
    /// For a string without its quotes.
    var hasEscape: Bool { memchr(start, Int32(UInt8(ascii: "\\")), end - start) != nil }

    /// The last member with that name in an object; nil for other values.
    func member(_ name: MemberNames) -> JSONText? {
        guard isObject else { return nil }
        var reader = JSONReader(start + 1, end)
        var found: JSONText?
        while let key = reader.next(), let value = reader.next() {
            if name.index(of: key.inside) != nil { found = value }
        }
        return found
    }

    /// Appends the value without white space between tokens.
    func appendCompact(to text: inout [UInt8]) {
        var reader = JSONReader(start, end)
        var run = start
        while reader.at < end {
            if reader.at.pointee == UInt8(ascii: "\"") {
                reader.skipString()
            } else if JSONReader.isSpace(reader.at.pointee) {
                text.append(contentsOf: JSONText(start: run, end: reader.at).bytes)
                reader.at += 1
                run = reader.at
            } else {
                reader.at += 1
            }
        }
        text.append(contentsOf: JSONText(start: run, end: end).bytes)
    }
}

/// A set of member names that can be compared with keys.
struct MemberNames {
    private let names: [[UInt8]]
    private let bytes: [UInt8]
    private let counts: [Int]

    init(_ names: [String]) {
        self.names = names.map { Array($0.utf8) }
        bytes = self.names.flatMap { $0 }
        counts = self.names.map(\.count)
    }

    /// For a key without its quotes.
    func index(of key: JSONText) -> Int? {
        let count = key.end - key.start
        if key.hasEscape { return names.firstIndex(of: key.unescaped()) }
        return bytes.withUnsafeBufferPointer { bytes in
            var at = 0
            for index in counts.indices {
                if counts[index] == count, let name = bytes.baseAddress, memcmp(name + at, key.start, count) == 0 {
                    return index
                }
                at += counts[index]
            }
            return nil
        }
    }
}
