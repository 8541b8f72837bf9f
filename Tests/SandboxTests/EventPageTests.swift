import Testing

@testable import Sandbox

/// Forty events, one per second, every third of which matches the filter.
struct EventPageTests {
    private static let start: Int64 = 1_768_478_400_000

    private let events = (0..<40).map { number in
        Event.numbered(number, name: number % 3 == 0 ? "wanted" : "other", at: Self.start + Int64(number) * 1000)
    }

    private func ids(from start: Int, limit: Int, range: Range<Int>) throws -> (ids: [String], after: String?) {
        let filter = EventFilter(
            names: ["wanted"],
            start: Timestamp(milliseconds: Self.start + Int64(range.lowerBound) * 1000),
            end: Timestamp(milliseconds: Self.start + Int64(range.upperBound) * 1000)
        )
        let page = try JSONParser.parse(EventPage(of: events, from: start, filter: filter, limit: limit).text).object
        let ids = page?["data"]?.array?.compactMap { $0.object?["id"]?.string } ?? []
        #expect(page?["list_metadata"]?.object?.members.map(\.key) == ["after"])
        return (ids, page?["list_metadata"]?.object?["after"]?.string)
    }

    @Test func likeAListOfAll() throws {
        for range in [0..<40, 5..<30, 30..<30, 38..<40] {
            for limit in [1, 3, 8, 13, 14, 40] {
                for start in [0, 1, 2, 13, 14, 30, 39, 40] {
                    let all = range.filter { $0 % 3 == 0 && $0 >= start }.map { "event_\($0)" }
                    let page = Array(all.prefix(limit))
                    let found = try ids(from: start, limit: limit, range: range)
                    #expect(found == (page, all.count > limit ? page.last : nil), "\(range) \(limit) \(start)")
                }
            }
        }
    }
}

extension Event {
    static func numbered(_ number: Int, name: String = "a.b", at time: Int64 = 0) -> Event {
        Event(
            id: "event_\(number)",
            name: name,
            data: [:],
            created: Timestamp(milliseconds: time),
            organization: nil,
            context: nil
        )
    }
}
