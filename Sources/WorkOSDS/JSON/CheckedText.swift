/// A whole text of one value, checked and, where that helps, repaired.
enum CheckedText {
    static func document(_ given: ByteBuffer) throws(JSONFailure) -> (text: ByteBuffer, range: TextRange) {
        var scanner = Scanner(given)
        do throws(JSONFailure) {
            return (given, try scanner.scanDocument())
        } catch .needsRepair {
            let repaired = ByteBuffer()
            guard Repair.run(given, into: repaired) else { throw .outOfMemory }
            scanner = Scanner(repaired)
            return (repaired, try scanner.scanDocument())
        }
    }
}
