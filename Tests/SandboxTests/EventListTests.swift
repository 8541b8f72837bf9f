import Testing

@testable import Sandbox

/// Forty events, one a second, every third of which is of the kind that is asked for.
struct EventListTests {
    private static let start: Int64 = 1_768_478_400_000

    private let events = (0..<40).map { number in
        Event(
            id: "event_\(number)",
            name: number % 3 == 0 ? "wanted" : "other",
            data: [:],
            created: Timestamp(milliseconds: Self.start + Int64(number) * 1000),
            organization: nil,
            context: nil
        )
    }

    private struct Wanted {
        var order: ListQuery.Order
        var limit: Int
        var cursor: Int?
        var goesBefore: Bool
        var range: Range<Int>
    }

    private func ids(_ wanted: Wanted) throws -> (ids: [String], after: String?) {
        var query = ListQuery()
        query.order = wanted.order
        query.limit = wanted.limit
        query.cursor = wanted.cursor.map { .init(parameter: wanted.goesBefore ? "before" : "after", id: "event_\($0)") }
        let filter = EventFilter(
            names: ["wanted"],
            start: Timestamp(milliseconds: Self.start + Int64(wanted.range.lowerBound) * 1000),
            end: Timestamp(milliseconds: Self.start + Int64(wanted.range.upperBound) * 1000)
        )
        let list = EventList(events, filter, cursor: wanted.cursor, query: query)
        let page = try JSONParser.parse(Page(of: list, query: query).text(of: list, showsBefore: false)).object
        let ids = page?["data"]?.array?.compactMap { $0.object?["id"]?.string } ?? []
        #expect(page?["list_metadata"]?.object?.members.map(\.key) == ["after"])
        return (ids, page?["list_metadata"]?.object?["after"]?.string)
    }

    /// The same from all events, without a thought for speed.
    private func expected(_ wanted: Wanted) -> (ids: [String], after: String?) {
        let all = wanted.range.filter { $0 % 3 == 0 }
        let goesToOlder = wanted.goesBefore == (wanted.order != .descending)
        var page = all
        if let cursor = wanted.cursor {
            page = goesToOlder ? all.filter { $0 < cursor }.suffix(wanted.limit) : all.filter { $0 > cursor }
        } else if wanted.order != .ascending {
            page = all.suffix(wanted.limit)
        }
        page = Array(page.prefix(wanted.limit))
        let rest = page.isEmpty ? [] : all.filter { wanted.order == .descending ? $0 < page[0] : $0 > page.last! }
        if wanted.order != .ascending { page.reverse() }
        let edge = wanted.order == .normal ? page.first : page.last
        return (page.map { "event_\($0)" }, rest.isEmpty ? nil : edge.map { "event_\($0)" })
    }

    @Test(arguments: [ListQuery.Order.ascending, .descending, .normal])
    func likeAListOfAll(_ order: ListQuery.Order) throws {
        for range in [0..<40, 5..<30, 30..<30, 38..<40] {
            for limit in [1, 3, 8, 13, 14, 40] {
                for cursor in [nil, 0, 1, 4, 12, 13, 29, 30, 38, 39] {
                    for goesBefore in [false, true] {
                        let wanted = Wanted(
                            order: order,
                            limit: limit,
                            cursor: cursor,
                            goesBefore: goesBefore,
                            range: range
                        )
                        let (found, expected) = (try ids(wanted), expected(wanted))
                        #expect(found == expected, "\(wanted)")
                    }
                }
            }
        }
    }

    @Test func timesAreRead() {
        for text in ["2026-01-15T12:00:00.007Z", "2000-02-29T23:59:59.999Z", "1970-01-01T00:00:00.000Z"] {
            #expect(Timestamp(text: text)?.text == text)
        }
        #expect(Timestamp(text: "2024-12-31")?.text == "2024-12-31T00:00:00.000Z")
        #expect(Timestamp(text: "2100-03-01T01:02:03Z")?.text == "2100-03-01T01:02:03.000Z")
        #expect(Timestamp(text: "2026-01-15T12:00:00.1234567Z")?.text == "2026-01-15T12:00:00.123Z")
        for text in [
            "", "2026", "2026-1-1", "2026-02-29", "2026-00-10", "2026-01-15T12:00:00", "2026-01-15T24:00:00Z",
            "2026-01-15T12:00:60Z", "2026-01-15T12:00:00+00:00", "2026-01-15 12:00:00Z", "2026-01-15T12:00:00.Z",
            "٢٠٢٦-01-15", " 2026-01-15", "1969-12-31",
        ] {
            #expect(Timestamp(text: text) == nil, "\(text)")
        }
    }
}
