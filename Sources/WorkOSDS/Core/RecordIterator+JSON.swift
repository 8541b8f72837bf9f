/// Handing records out as JSON: the server's own text, or, for directories, whose state is renamed, what jansson
/// makes of it; and a page of users as columns, too.
extension RecordIterator {
    enum Text {
        case text(UnsafePointer<CChar>, Int)
        case done, pending
    }

    func nextJSON() throws(Failure) -> Text {
        switch try next() {
        case .done: return .done
        case .pending: return .pending
        case .record:
            if kind == .directory { return try lendComposed(directoryJSON(currentRecord)) }
            return try lend(page.lend(currentRecord))
        }
    }

    func nextPageJSON() throws(Failure) -> Text {
        switch try nextPage() {
        case .done: return .done
        case .pending: return .pending
        case .records(let range):
            if kind == .directory { return try lendComposed(directoryArray(range)) }
            return try lend(page.lendArray(range.lowerBound, range.upperBound))
        }
    }

    /// The users' columns, and their JSON.
    func nextUserColumns() throws(Failure) -> (columns: Text, json: Text) {
        switch try nextPage() {
        case .done: return (.done, .done)
        case .pending: return (.pending, .pending)
        case .records(let users):
            guard let json = page.lendArray(users.lowerBound, users.upperBound) else { throw endForShortage() }
            return (try lend(columns.write(users, of: page, lent: json)), try lend(json))
        }
    }

    private func lend(_ text: UnsafeBufferPointer<UInt8>?) throws(Failure) -> Text {
        guard let text, let start = text.baseAddress else { throw endForShortage() }
        return .text(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), text.count)
    }

    private func lendComposed(_ value: JanssonValue?) throws(Failure) -> Text {
        guard let text = value?.dump() else { throw endForShortage() }
        keepComposed(text)
        return .text(UnsafePointer(text), CText.length(text))
    }

    private func directoryJSON(_ number: Int) -> JanssonValue? {
        guard let record else { return nil }
        record.point(at: number, of: page.index, in: page.text.bytes)
        return record.parsed()
    }

    private func directoryArray(_ range: Range<Int>) -> JanssonValue? {
        guard let array = JanssonValue.array() else { return nil }
        for number in range {
            guard let value = directoryJSON(number), array.append(value) else {
                return nil
            }
        }
        return array
    }
}
