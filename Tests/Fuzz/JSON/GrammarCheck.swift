/// Compares scanner and repair with jansson: the scanner accepts what jansson accepts, without repair, and jansson
/// accepts what the scanner accepts, repaired or not.
enum GrammarCheck {
    static func run(_ data: UnsafePointer<UInt8>?, _ size: Int) {
        let text = PaddedText(data, size)
        let first = text.scan()
        requireAcceptance(first, of: text)
        let repaired = repair(data, size)
        switch first {
        case .success(let range):
            require(repaired.array == text.array, "repair changed a sound text")
            requireJansson(text, range)
        case .failure(let failure):
            if let offset = failure.offset { require((0...size).contains(offset), "an offset outside of the text") }
            if failure.kind == .needsRepair { judgeRepaired(PaddedText(repaired)) }
        }
    }

    /// jansson accepts deeper nesting than the scanner, and overlooks a NUL after a number, which is not valid JSON.
    private static func requireAcceptance(_ result: Result<TextRange, JSONFailure>, of text: PaddedText) {
        guard case .failure(let failure) = result, failure.kind != .tooDeep, !text.array.contains(0) else { return }
        Tree.parsing(UnsafePointer(text.bytes), text.count) {
            require($0 == nil, "jansson accepts what the scanner rejects")
        }
    }

    /// Repair does not parse the text, so its output for a text that is rejected anyway need not be stable.
    private static func judgeRepaired(_ text: PaddedText) {
        let result = text.scan()
        requireAcceptance(result, of: text)
        guard case .success(let range) = result else { return }
        requireJansson(text, range)
        let again = repair(UnsafePointer(text.bytes), text.count)
        require(again.array == text.array, "a second repair changed something")
    }

    private static func requireJansson(_ text: PaddedText, _ range: TextRange) {
        require(range.lower < range.upper && range.upper <= text.count, "a range outside of the text")
        Tree.parsing(UnsafePointer(text.bytes) + range.lower, range.length) { tree in
            let tree = require(tree, "what the scanner accepts, as jansson reads it")
            Tree.parsing(owned: CompactJSON.copy(UnsafePointer(text.bytes), range)) {
                require(tree.equals($0), "the same value on one line")
            }
        }
    }

    private static func repair(_ data: UnsafePointer<UInt8>?, _ size: Int) -> ByteBuffer {
        let output = ByteBuffer()
        require(Repair.run(ByteBuffer(copying: data, size), into: output), "memory for the repair")
        require(output.count <= size * 3, "a repaired text more than three times as long")
        return output
    }
}
