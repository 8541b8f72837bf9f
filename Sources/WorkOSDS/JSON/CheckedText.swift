/// A whole text of one value, checked and, where that helps, repaired.
struct CheckedText {
    let text: ByteBuffer
    let range: TextRange

    static func document(_ given: ByteBuffer) throws(JSONFailure) -> CheckedText {
        try scanning(given) { (text, scanner) throws(JSONFailure) in
            CheckedText(text: text, range: try scanner.scanDocument())
        }
    }

    /// What a scan finds in the text or, where that needs repair, in the repaired one. Texts that need none, nearly
    /// all, are passed over once and not copied.
    static func scanning<Found>(
        _ given: ByteBuffer, _ scan: (ByteBuffer, inout Scanner) throws(JSONFailure) -> Found
    ) throws(JSONFailure) -> Found {
        var scanner = Scanner(given)
        do throws(JSONFailure) {
            return try scan(given, &scanner)
        } catch .needsRepair {
            let repaired = ByteBuffer()
            guard Repair.run(given, into: repaired) else { throw .outOfMemory }
            scanner = Scanner(repaired)
            return try scan(repaired, &scanner)
        }
    }
}
