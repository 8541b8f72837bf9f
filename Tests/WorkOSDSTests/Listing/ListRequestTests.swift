import Testing

@testable import WorkOSDS

struct ListRequestTests {
    private func list(
        _ filters: [QueryParameter] = [], limit: Int32 = 0, maximumItems: Int64 = 0, after: String? = nil,
        before: String? = nil, order: String? = nil
    ) throws(Failure) -> ListRequest {
        try ListRequest.checked(
            path: "/directories", filters: filters, limit: limit, maximumItems: maximumItems,
            after: after.map { bytes($0) }, before: before.map { bytes($0) }, order: order.map { bytes($0) })
    }

    private func refusal(_ body: () throws(Failure) -> ListRequest) -> String? {
        let refused = failure { () throws(Failure) in _ = try body() }
        #expect(refused == nil || refused?.status == .invalidArgument)
        return text(ended: refused?.message)
    }

    private func target(_ list: ListRequest, cursor: String? = nil) -> String {
        text(list.page(cursor.map { bytes($0) }, list.direction).target)
    }

    @Test func defaults() throws {
        let list = try list()
        #expect(list.limit == 100 && list.maximumItems == nil && list.direction == .forward && list.start == nil)
        #expect(target(list) == "/directories?limit=100&order=desc")
    }

    @Test func limitsOfAPage() throws {
        for limit in [1, 50, 99, 100] as [Int32] { #expect(try list(limit: limit).limit == limit) }
        for most in [1, 99, 100] as [Int64] { #expect(try list(maximumItems: most).limit == Int32(most)) }
        #expect(try list(maximumItems: .max).limit == 100)
        #expect(try list(limit: 100, maximumItems: 1).limit == 100)
        for limit in [-1, 101, 1000, .min, .max] as [Int32] {
            #expect(refusal { () throws(Failure) in try list(limit: limit) }?.hasSuffix("not \(limit)") == true)
        }
    }

    @Test func limitsOfAListing() throws {
        for items in [1, 100, .max] as [Int64] { #expect(try list(maximumItems: items).maximumItems == items) }
        for items in [-1, .min] as [Int64] {
            #expect(refusal { () throws(Failure) in try list(maximumItems: items) }?.contains("max_items") == true)
        }
    }

    @Test func directions() throws {
        let forward = try list(after: "c")
        #expect(forward.direction == .forward && forward.start == bytes("c"))
        let backward = try list(before: "c")
        #expect(backward.direction == .backward && backward.start == bytes("c"))
        #expect(target(forward, cursor: "d") == "/directories?limit=100&order=desc&after=d")
        #expect(target(backward, cursor: "d") == "/directories?limit=100&order=desc&before=d")
        #expect(refusal { () throws(Failure) in try list(after: "a", before: "b") }?.contains("exclude") == true)
    }

    @Test(arguments: [
        "ASC", "Desc", "normal", "asc ", "ascending", "\u{0}", "ä", String(repeating: "x", count: 10_000),
    ])
    func refusesOtherOrders(_ order: String) {
        let message = refusal { () throws(Failure) in try list(order: order) }
        #expect(message?.hasPrefix("order must be \"asc\" or \"desc\"") == true)
    }

    @Test(arguments: ["asc", "desc"])
    func orders(_ order: String) throws {
        #expect(target(try list(order: order)) == "/directories?limit=100&order=\(order)")
    }

    /// The same on every page except for the cursor.
    @Test func filtersGoWithEveryPage() throws {
        let filters = [
            QueryParameter(name: "directory", value: bytes("d&1=2")),
            QueryParameter(name: "email", value: bytes("a+b@é.de")),
        ]
        let list = try list(filters, limit: 5, order: "asc")
        #expect(target(list) == "/directories?limit=5&order=asc&directory=d%261%3D2&email=a%2Bb%40%C3%A9.de")
        #expect(
            target(list, cursor: "x y")
                == "/directories?limit=5&order=asc&after=x%20y&directory=d%261%3D2&email=a%2Bb%40%C3%A9.de")
    }
}
