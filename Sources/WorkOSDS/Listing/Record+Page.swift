/// Checks of a page's records before they are returned. They point the record at each of them in turn.
extension Record {
    /// The field has the same index in every kind of record.
    func id(of number: Int, in page: Page) -> [UInt8]? {
        point(at: number, of: page.index, in: page.text.bytes)
        return decodedText(EventField.id.rawValue).map { CText.bytes($0.start) }
    }

    /// Whether two pages have a record in common.
    func isShared(by page: Page, _ other: Page) -> Bool {
        var ids = CursorSet()
        var isShared = false
        for page in [page, other] {
            for number in 0..<page.index.count {
                if let id = id(of: number, in: page), !ids.insert(id), page === other { isShared = true }
            }
        }
        return isShared
    }

    /// The first event of a page that is later than the requested range, since the service may send later ones.
    func firstEvent(of page: Page, beyond range: EventRange) -> Int? {
        guard range.hasEnd else { return nil }
        for number in 0..<page.index.count {
            point(at: number, of: page.index, in: page.text.bytes)
            let time = decodedText(EventField.createdAt.rawValue).map { CText.bytes($0.start) }
            if let time, range.isOver(at: time) { return number }
        }
        return nil
    }
}
