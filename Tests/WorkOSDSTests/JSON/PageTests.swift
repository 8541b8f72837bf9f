import Testing

@testable import WorkOSDS

struct PageTests {
    private func page(_ given: [UInt8], _ shape: Page.Shape) throws(JSONFailure) -> Page {
        let page = Page(UserField.schema)
        _ = page.text.append(given, given.count)
        try page.parse(shape)
        return page
    }

    private func list(_ given: String) throws(JSONFailure) -> Page { try page(bytes(given), .list) }

    private func failure(_ given: String, _ shape: Page.Shape = .list) -> JSONFailure? {
        jsonFailure { () throws(JSONFailure) in _ = try page(bytes(given), shape) }
    }

    private func ids(_ page: Page) -> [String?] {
        let record = Record(.user)
        return (0..<page.index.count).map { number in
            record.point(at: number, of: page.index, in: page.text.bytes)
            return record.string(UserField.id)
        }
    }

    // MARK: Lists

    @Test func readsRecordsAndCursors() throws {
        let page = try list(
            #"{"object":"list","data":[{"id":"a"},{"id":"b"}],"list_metadata":{"before":"x","after":"y"}}"#)
        #expect(ids(page) == ["a", "b"])
        #expect(page.before == bytes("x") && page.after == bytes("y"))
    }

    @Test(arguments: [
        #"{"list_metadata":{"after":"y"},"data":[{"id":"a"}]}"#,
        "\u{FEFF}{\"data\":[{\"id\":\"a\"}],\"list_metadata\":{\"after\":\"y\"}}",
        " { \"data\" : [ { \"id\" : \"a\" } ] , \"list_metadata\" : { \"after\" : \"y\" } } \n",
        #"{"d\u0061ta":[{"\u0069d":"\u0061"}],"list_metadata":{"after":"\u0079"}}"#,
        #"{"new":{"data":[{"id":"no"}]},"data":[{"id":"a","more":[{"id":"no"}]}],"list_metadata":{"after":"y","count":1},"x":[[]]}"#,
        #"{"data":[{"id":"old"},{"id":"older"}],"list_metadata":{"after":"z"},"data":[{"id":"a"}],"list_metadata":{"after":"y"}}"#,
        #"{"data":null,"list_metadata":0,"data":[{"id":"a"}],"list_metadata":{"after":"y"}}"#,
    ])
    func readsTheSameFrom(_ given: String) throws {
        let page = try list(given)
        #expect(ids(page) == ["a"])
        #expect(page.after == bytes("y") && page.before == nil)
    }

    @Test(arguments: ["{}", #"{"after":null,"before":null}"#, #"{"after":"","before":""}"#, #"{"Before":"x"}"#])
    func endsWithoutCursors(_ metadata: String) throws {
        let page = try list(#"{"data":[],"list_metadata":\#(metadata)}"#)
        #expect(page.index.count == 0 && page.after == nil && page.before == nil)
    }

    @Test(arguments: ["1", "true", "[]", "{}", #""a\u0000b""#, "false", "-1.5", "1e999", "99999999999999999999"])
    func refusesOtherCursors(_ cursor: String) {
        for name in ["after", "before"] {
            #expect(
                failure(#"{"data":[],"list_metadata":{"\#(name)":\#(cursor)}}"#)?.name == "cursorNotText",
                "\(name) \(cursor)")
        }
    }

    @Test func cursorsAreBounded() throws {
        func metadata(_ length: Int) -> String {
            #"{"data":[],"list_metadata":{"after":"\#(String(repeating: "c", count: length))"}}"#
        }
        #expect(try list(metadata(4094)).after?.count == 4094)
        #expect(failure(metadata(4095))?.name == "cursorNotText")
        #expect(try list(#"{"data":[],"list_metadata":{"after":"é\u00e9\n\"&"}}"#).after == bytes("éé\n\"&"))
    }

    @Test(arguments: [
        ("[]", "notAnObject"), ("1", "notAnObject"), ("null", "notAnObject"), (#""text""#, "notAnObject"),
        ("{}", "dataMissing"),
        (#"{"list_metadata":{}}"#, "dataMissing"), (#"{"data":null,"list_metadata":{}}"#, "dataMissing"),
        (#"{"data":{},"list_metadata":{}}"#, "dataMissing"),
        (#"{"data":[],"data":1,"list_metadata":{}}"#, "dataMissing"),
        (#"{"Data":[],"list_metadata":{}}"#, "dataMissing"), (#"{"data":[]}"#, "listMetadataMissing"),
        (#"{"data":[],"listMetadata":{}}"#, "listMetadataMissing"),
        (#"{"data":[],"list_metadata":null}"#, "listMetadataMissing"),
        (#"{"data":[],"list_metadata":[]}"#, "listMetadataMissing"),
        (#"{"data":[],"list_metadata":{},"list_metadata":1}"#, "listMetadataMissing"),
        (#"{"data":[1],"list_metadata":{}}"#, "recordNotAnObject"),
        (#"{"data":[{},null],"list_metadata":{}}"#, "recordNotAnObject"),
        (#"{"data":[[]],"list_metadata":{}}"#, "recordNotAnObject"),
        (#"{"data":["x"],"list_metadata":{}}"#, "recordNotAnObject"),
    ])
    func tellsWhatIsWrong(_ given: String, _ name: String) { #expect(failure(given)?.name == name) }

    @Test(arguments: [
        "", "{", "<html>", #"{"data":[],"list_metadata":{}} x"#, #"{"data":[{},],"list_metadata":{}}"#,
        #"{"data":[{}"list_metadata":{}}"#,
        #"{"data":[],"list_metadata":{}"#, #"{"data":[}],"list_metadata":{}}"#,
        #"{"data":[],"list_metadata":{"after":}}"#, "{\"data\":[]\u{0}}",
        #"{"data":[],"list_metadata":{},"a":1e999,1e999:1}"#, "[1,]",
    ])
    func malformed(_ given: String) throws { #expect(try #require(failure(given)).isMalformed) }

    @Test func hasABoundOnRecords() throws {
        func given(_ count: Int) -> String {
            #"{"data":[\#(Array(repeating: "{}", count: count).joined(separator: ","))],"list_metadata":{}}"#
        }
        #expect(try list(given(Page.maximumRecords)).index.count == Page.maximumRecords)
        #expect(failure(given(Page.maximumRecords + 1))?.name == "tooManyRecords")
    }

    @Test func recordsMayBe510LevelsDeep() throws {
        func given(_ depth: Int) -> String {
            let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            return #"{"data":[{"custom_attributes":\#(nested)}],"list_metadata":{}}"#
        }
        #expect(failure(given(509)) == nil)
        #expect(try #require(failure(given(510))).isTooDeep)
    }

    // MARK: Single records

    @Test func readsARecord() throws {
        #expect(ids(try page(bytes(" {\"id\":\"a\"} "), .record)) == ["a"])
        #expect(ids(try page(bytes("\u{FEFF}{\"id\":\"b\"}"), .record)) == ["b"])
        #expect(ids(try page(bytes("{}"), .record)) == [nil])
    }

    @Test(arguments: ["[]", "null", "1", "[{}]", #""x""#])
    func wantsAnObject(_ given: String) { #expect(failure(given, .record)?.name == "notAnObject") }

    @Test(arguments: ["", "{", "{}{}", "{} x", "{}\u{0}", "{\"a\"}"])
    func wantsASoundObject(_ given: String) throws { #expect(try #require(failure(given, .record)).isMalformed) }

    // MARK: Repair

    @Test func oneBadValueFailsNoPage() throws {
        let wrong =
            bytes(#"{"data":[{"id":"a"},{"id":"b","name":""#) + [0xE9]
            + bytes(#"","k\u0000":1e999,"first_name":"\ud800"},{"id":"c"}],"#)
        let page = try page(wrong + bytes(#""list_metadata":{"after":"y"}}"#), .list)
        #expect(ids(page) == ["a", "b", "c"] && page.after == bytes("y"))
        let record = Record(.user)
        record.point(at: 1, of: page.index, in: page.text.bytes)
        #expect(record.string(UserField.name) == "\u{FFFD}")
        #expect(record.string(UserField.firstName) == "\u{FFFD}")
    }

    @Test func isFilledAgainAndAgain() throws {
        let page = Page(UserField.schema)
        for round in 0..<5 {
            page.removeAll()
            let given = bytes(#"{"data":[{"id":"r\#(round)","x":1e999}],"list_metadata":{}}"#)
            #expect(page.text.append(given, given.count))
            try page.parse(.list)
            #expect(ids(page) == ["r\(round)"])
        }
    }

    @Test func givesItsTextAway() throws {
        let page = try list(#"{"data":[{"id":"a"}],"list_metadata":{}}"#)
        let body = page.takeBody()
        #expect(text(body.content) == #"{"data":[{"id":"a"}],"list_metadata":{}}"#)
        #expect(page.text.count == 0 && page.index.count == 0)
    }
}
