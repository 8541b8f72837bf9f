/// Checks of a page's records. They point the record at one row after another, so what it has decoded before is lost.
extension Record {
    /// The id of an event, NUL-terminated; nil if it is too long for a cursor. With it a listing of events can be
    /// resumed after any event.
    func id(of number: Int, in page: Page) -> [UInt8]? {
        point(at: number, of: page.index, in: page.text.bytes)
        guard let id = decodedText(EventField.id.rawValue), id.length <= Page.maximumCursorLength else { return nil }
        return id.bytes + [0]
    }

    /// Whether two pages have a record in common; nil when memory is out. The field has the same place in every kind of
    /// record.
    func isShared(by page: Page, _ other: Page) -> Bool? {
        let ids = CursorSet()
        var isShared = false
        for page in [page, other] {
            for number in 0..<page.index.count {
                point(at: number, of: page.index, in: page.text.bytes)
                guard let id = decodedText(EventField.id.rawValue) else { continue }
                guard let isNew = ids.insert(id.hash) else { return nil }
                if !isNew, page === other { isShared = true }
            }
        }
        return isShared
    }

    /// The first event of a page that is later than the requested range, since the service may send later ones.
    func firstEvent(of page: Page, beyond range: EventRange) -> Int? {
        guard range.hasEnd else { return nil }
        for number in 0..<page.index.count {
            point(at: number, of: page.index, in: page.text.bytes)
            let time = decodedText(EventField.createdAt.rawValue)
            if let time, time.length <= Timestamp.longest, range.isOver(at: time.bytes) { return number }
        }
        return nil
    }
}
