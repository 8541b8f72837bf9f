/// A whole text of one value, checked and, where that helps, repaired.
struct CheckedText {
    let text: ByteBuffer
    let range: TextRange

    static func document(_ given: ByteBuffer) throws(JSONFailure) -> CheckedText {
        var scanner = Scanner(given)
        do throws(JSONFailure) {
            return CheckedText(text: given, range: try scanner.scanDocument())
        } catch .needsRepair {
            let repaired = ByteBuffer()
            guard Repair.run(given, into: repaired) else { throw .outOfMemory }
            scanner = Scanner(repaired)
            return CheckedText(text: repaired, range: try scanner.scanDocument())
        }
    }

    var isObject: Bool { ByteCursor(text.bytes, from: range.lower, to: text.count).current == UInt8(ascii: "{") }
}
