/// A text of one JSON value, checked and, if possible, repaired.
///
/// Readers of its ranges can rely on valid grammar, UTF-8 and numbers.
struct CheckedText {
    /// The text as sent or, if it needed repair, the repaired copy. Owned, so that `range` stays valid.
    let text: ByteBuffer
    let range: TextRange

    /// The whole text is one value of any type.
    static func document(_ given: ByteBuffer) throws(JSONFailure) -> CheckedText {
        try scanning(given) { (text, scanner) throws(JSONFailure) in
            CheckedText(text: text, range: try scanner.scanDocument())
        }
    }

    /// Scans the text or, if it needs repair, the repaired one. Texts that need none, which is nearly all, are read
    /// once and not copied. `scan` runs again for a repaired text, and must not keep anything of the first run.
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
