/// The events that a filter lets through, near a cursor: as many on either side as one page can tell of.
struct EventList: PageSource {
    /// In the order of creation, like all lists.
    private let events: [Event]
    private let cursor: Int?
    /// Places in `events`.
    private let matches: [Int]

    /// - Parameter cursor: the place of the cursor's event; nil where there is no such event, or no cursor.
    init(_ events: [Event], _ filter: EventFilter, cursor: Int?, query: ListQuery) {
        self.events = events
        self.cursor = cursor
        let lower = filter.start.map { start in events.partitioned { $0.created < start } } ?? 0
        let upper = filter.end.map { end in events.partitioned { $0.created < end } } ?? events.count
        let range = lower..<max(lower, upper)
        // One more than a page, so that it shows whether another follows.
        let reach = query.limit + 1
        let middle = cursor ?? (query.order == .ascending ? range.lowerBound : range.upperBound)
        let older = Self.first(reach, of: (0..<middle).clamped(to: range).reversed()) { filter.matches(events[$0]) }
        let newer = Self.first(reach + 1, of: (middle..<events.count).clamped(to: range)) { filter.matches(events[$0]) }
        matches = older.reversed() + newer
    }

    private static func first(_ count: Int, of places: some Sequence<Int>, where matches: (Int) -> Bool) -> [Int] {
        var found: [Int] = []
        for place in places where matches(place) {
            found.append(place)
            if found.count == count { break }
        }
        return found
    }

    var count: Int { matches.count }

    func id(at index: Int) -> String { events[matches[index]].id }

    func write(rowAt index: Int, to text: inout [UInt8]) {
        text.append(contentsOf: events[matches[index]].text)
    }

    func position(of _: String) -> Range<Int>? {
        guard let cursor else { return nil }
        let lower = matches.partitioned { $0 < cursor }
        let isMatch = lower < matches.count && matches[lower] == cursor
        return lower..<lower + (isMatch ? 1 : 0)
    }
}
