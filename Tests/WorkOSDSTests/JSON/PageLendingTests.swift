import Testing

@testable import WorkOSDS

/// The server's text, borrowed record by record or as an array.
struct PageLendingTests {

    private func page(_ given: String, _ shape: Page.Shape = .list) throws -> Page {
        let page = Page(UserField.schema)
        _ = page.text.append(bytes(given), given.utf8.count)
        try page.parse(shape)
        return page
    }

    /// The borrowed text; nil unless it ends with a NUL.
    private func string(_ lent: UnsafeBufferPointer<UInt8>?) -> String? {
        guard let lent, let start = lent.baseAddress, start[lent.count] == 0 else { return nil }
        return text(lent)
    }

    private let given =
        #"{"data":[{"id":"a"},{"id":"b"} , {"id":"c"},"# + "\n\t" + #"{"id":"d"}],"list_metadata":{"after":"y"}}"#

    @Test func lendsEachRecordAsItStands() throws {
        let page = try page(given)
        for (number, id) in ["a", "b", "c", "d"].enumerated() {
            #expect(string(page.lend(number)) == "{\"id\":\"\(id)\"}")
        }
        page.restore()
        #expect(text(page.text.content) == given)
    }

    @Test func lendingAgainTakesBackFirst() throws {
        let page = try page(given)
        _ = page.lend(2)
        _ = page.lend(0)
        #expect(string(page.lend(1)) == "{\"id\":\"b\"}")
        page.restore()
        page.restore()
        #expect(text(page.text.content) == given)
    }

    @Test func lendsAllOfThem() throws {
        let page = try page(given)
        let all = given.prefix(while: { $0 != "[" }).utf8.count
        let expected = text(bytes(given)[all...].prefix(while: { $0 != UInt8(ascii: "]") })) + "]"
        #expect(string(page.lendArray(0, 4)) == expected)
        page.restore()
        #expect(text(page.text.content) == given)
    }

    /// In the text before, which was already returned, one comma may have become a bracket.
    @Test(arguments: [
        (1, 4, "[{\"id\":\"b\"} , {\"id\":\"c\"},\n\t{\"id\":\"d\"}]"), (2, 4, "[ {\"id\":\"c\"},\n\t{\"id\":\"d\"}]"),
        (3, 4, "[\n\t{\"id\":\"d\"}]"), (0, 1, "[{\"id\":\"a\"}]"), (0, 2, "[{\"id\":\"a\"},{\"id\":\"b\"}]"),
        (1, 2, "[{\"id\":\"b\"}]"),
        (2, 3, "[ {\"id\":\"c\"}]"),
    ])
    func lendsSomeOfThem(_ first: Int, _ end: Int, _ expected: String) throws {
        let page = try page(given)
        #expect(string(page.lendArray(first, end)) == expected)
        page.restore()
        let changed = zip(page.text.content, bytes(given)).filter { $0 != $1 }
        #expect(changed.count == (first == 0 ? 0 : 1))
        for number in first..<4 { #expect(string(page.lend(number))?.hasPrefix("{\"id\"") == true) }
    }

    @Test func lendsOnePieceAfterAnother() throws {
        let page = try page(given)
        #expect(string(page.lend(0)) == "{\"id\":\"a\"}")
        #expect(string(page.lendArray(1, 3)) == "[{\"id\":\"b\"} , {\"id\":\"c\"}]")
        #expect(string(page.lendArray(3, 4)) == "[\n\t{\"id\":\"d\"}]")
    }

    @Test func lendsNothingOutside() throws {
        let page = try page(given)
        #expect(page.lend(-1) == nil && page.lend(4) == nil)
        #expect(page.lendArray(2, 2) == nil && page.lendArray(3, 1) == nil && page.lendArray(0, 5) == nil)
        #expect(Page(UserField.schema).lend(0) == nil)
    }

    /// A single record has no comma before it that could become a bracket.
    @Test(arguments: ["{\"id\":\"a\"}", " \n{\"id\":\"a\"}", "\u{FEFF}{\"id\":\"a\"}\n"])
    func lendsARecordAlone(_ given: String) throws {
        let page = try page(given, .record)
        #expect(string(page.lendArray(0, 1)) == "[{\"id\":\"a\"}]")
        #expect(string(page.lend(0)) == "{\"id\":\"a\"}")
        page.restore()
        #expect(text(page.text.content) == given)
    }

    @Test func lendsTheRepairedText() throws {
        let page = try page(#"{"data":[{"n":1e999,"k\u0000":"\ud800"}],"list_metadata":{}}"#)
        #expect(string(page.lendArray(0, 1)) == #"[{"n":"1e999","k\ufffd":"\ufffd"}]"#)
    }

    @Test func gettersReadWhatIsLent() throws {
        let page = try page(given)
        _ = page.lend(1)
        let record = Record(.user)
        for (number, id) in ["a", "b", "c", "d"].enumerated() {
            record.point(at: number, of: page.index, in: page.text.bytes)
            #expect(record.string(UserField.id) == id)
        }
    }
}
