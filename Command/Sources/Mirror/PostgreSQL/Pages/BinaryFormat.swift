/// Values in the server's binary format: their length in four bytes, and the value. The length of NULL is -1.
enum BinaryFormat {
    static func append(_ cursor: PageCursor, _ column: PageStatement.Column, to bytes: inout [UInt8]) {
        let place = bytes.count
        append(0, to: &bytes)
        // The version of the format of `jsonb`.
        if column.isJSON { bytes.append(1) }
        if put(cursor, column, into: &bytes) {
            write(UInt32(bytes.count - place - 4), at: place, of: &bytes)
        } else {
            bytes.removeLast(bytes.count - place - 4)
            write(.max, at: place, of: &bytes)
        }
    }

    /// Returns false for NULL.
    private static func put(_ cursor: PageCursor, _ column: PageStatement.Column, into bytes: inout [UInt8]) -> Bool {
        switch column {
        case .value: bytes.append(contentsOf: cursor.text.bytes)
        case .record: return cursor.appendRecord(to: &bytes)
        case .member(let index):
            switch cursor.member(index) {
            case .none: return false
            case .text(let text) where index == PageContent.identifier && text.start == text.end: return false
            case .text(let text) where text.hasEscape: bytes.append(contentsOf: text.unescaped())
            case .text(let text): bytes.append(contentsOf: text.bytes)
            case .json(let value): bytes.append(contentsOf: value.bytes)
            }
        }
        return true
    }

    static func append(_ text: [UInt8], to bytes: inout [UInt8]) {
        append(UInt32(text.count), to: &bytes)
        bytes.append(contentsOf: text)
    }

    static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    static func write(_ number: UInt32, at place: Int, of bytes: inout [UInt8]) {
        for byte in 0..<4 { bytes[place + byte] = UInt8(truncatingIfNeeded: number >> UInt32(24 - 8 * byte)) }
    }
}
