/// Returns records as JSON: the server's text, or a copy for directories, whose state is renamed. The text is borrowed
/// until the next call, which `Page.restore` begins.
extension RecordIterator {
    /// The address and the length without the NUL at the end.
    enum Text {
        case text(UnsafePointer<CChar>, Int)
        case done, pending
    }

    func nextJSON() throws(Failure) -> Text {
        switch try next() {
        case .done: return .done
        case .pending: return .pending
        case .record:
            if kind == .directory { return try lendDirectories(currentRecord..<currentRecord &+ 1, isArray: false) }
            return try lend(page.lend(currentRecord))
        }
    }

    func nextPageJSON() throws(Failure) -> Text {
        switch try nextPage() {
        case .done: return .done
        case .pending: return .pending
        case .records(let range):
            if kind == .directory { return try lendDirectories(range, isArray: true) }
            return try lend(page.lendArray(range.lowerBound, range.upperBound))
        }
    }

    /// nil means that memory ran out. The listing then ends, because the records were already counted as taken.
    private func lend(_ text: UnsafeBufferPointer<UInt8>?) throws(Failure) -> Text {
        guard let text, let start = text.baseAddress else { throw failOutOfMemory() }
        return .text(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), text.count)
    }

    private func lendDirectories(_ numbers: Range<Int>, isArray: Bool) throws(Failure) -> Text {
        composed.removeAll()
        var isComplete = !isArray || composed.append("[")
        for number in numbers {
            guard let record else { break }
            record.point(at: number, of: page.index, in: page.text.bytes)
            if number > numbers.lowerBound { isComplete = isComplete && composed.append(",") }
            isComplete = isComplete && !record.isOutOfMemory && record.writeRenamed(to: composed)
        }
        if isArray { isComplete = isComplete && composed.append("]") }
        return try lend(isComplete ? UnsafeBufferPointer(start: composed.bytes, count: composed.count) : nil)
    }
}
