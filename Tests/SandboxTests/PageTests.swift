import Testing

@testable import Sandbox

/// Five rows, of which the third was deleted. The ids are in the order of creation.
struct PageTests {
    private let list: RowList = {
        let sequences = Dictionary(uniqueKeysWithValues: (1...5).map { (String($0), $0 * 10) })
        let rows = [1, 2, 4, 5].map { Row(id: String($0), sequence: $0 * 10, members: ["id": JSON($0)]) }
        return RowList(rows: rows, sequences: sequences)
    }()

    private func page(
        _ order: ListQuery.Order,
        limit: Int = 2,
        before: String? = nil,
        after: String? = nil
    ) throws -> String {
        var query = ListQuery()
        query.order = order
        query.limit = limit
        query.cursor = (before ?? after).map { .init(parameter: before == nil ? "after" : "before", id: $0) }
        let object = try JSONParser.parse(Page(of: list, query: query).text(of: list)).object
        let ids = object?["data"]?.array?.compactMap { $0.object?["id"]?.integer }.map(String.init) ?? []
        let metadata = object?["list_metadata"]?.object
        let (before, after) = (metadata?["before"]?.string ?? "-", metadata?["after"]?.string ?? "-")
        return "\(before) [\(ids.joined(separator: " "))] \(after)"
    }

    @Test func ascending() throws {
        #expect(try page(.ascending) == "- [1 2] 2")
        #expect(try page(.ascending, after: "2") == "4 [4 5] -")
        #expect(try page(.ascending, before: "5") == "2 [2 4] 4")
        #expect(try page(.ascending, limit: 10) == "- [1 2 4 5] -")
        #expect(try page(.ascending, after: "5") == "- [] -")
    }

    @Test func descending() throws {
        #expect(try page(.descending) == "- [5 4] 4")
        #expect(try page(.descending, after: "4") == "2 [2 1] -")
        #expect(try page(.descending, before: "1") == "4 [4 2] 2")
    }

    @Test func normalGoesToOlderRowsWithBefore() throws {
        #expect(try page(.normal) == "4 [5 4] -")
        #expect(try page(.normal, before: "4") == "- [2 1] 2")
        #expect(try page(.normal, after: "1") == "2 [4 2] 4")
    }

    @Test func aCursorOutlivesItsRow() throws {
        #expect(try page(.ascending, after: "3") == "4 [4 5] -")
        #expect(try page(.ascending, before: "3") == "- [1 2] 2")
        #expect(try page(.descending, after: "3") == "2 [2 1] -")
        #expect(throws: Problem.self) { try page(.ascending, after: "6") }
    }
}
