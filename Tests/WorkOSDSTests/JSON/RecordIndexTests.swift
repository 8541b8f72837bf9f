import Testing

@testable import WorkOSDS

struct RecordIndexTests {
    private let schema = Schema("a\0b", count: 2)

    private func index(_ given: String) throws -> RecordIndex {
        let index = RecordIndex(schema)
        let buffer = ByteBuffer(given)
        var scanner = Scanner(buffer)
        try scanner.scanRecords(into: index)
        return index
    }

    private func value(_ index: RecordIndex, _ record: Int, _ field: Int, of given: String) -> String? {
        guard let range = index.row(record)?[field + 1], !range.isAbsent else { return nil }
        return text(bytes(given)[range.lower..<range.upper])
    }

    @Test func rowsExistBelowTheCount() {
        let index = RecordIndex(schema)
        #expect(index.row(0) == nil)
        #expect(index.addRow() != nil)
        #expect(index.row(0) != nil && index.row(1) == nil && index.row(-1) == nil && index.row(.max) == nil)
        index.removeAll()
        #expect(index.count == 0 && index.row(0) == nil)
    }

    @Test func aNewRowIsAbsentAlsoWhereAnotherOneWas() throws {
        let index = RecordIndex(schema)
        let row = try #require(index.addRow())
        row[1] = TextRange(3, 9)
        index.removeAll()
        let again = try #require(index.addRow())
        for field in 0...2 { #expect(again[field].isAbsent) }
    }

    @Test func keepsItsRowsWhenItGrows() throws {
        let index = RecordIndex(schema)
        for number in 0..<1000 { try #require(index.addRow())[1] = TextRange(number, number + 1) }
        for number in 0..<1000 { #expect(index.row(number)?[1].lower == number) }
    }

    @Test func isBounded() {
        let index = RecordIndex(schema, limit: 100)
        for number in 0..<100 {
            if index.isFull || index.addRow() == nil { Issue.record("row \(number)") }
        }
        #expect(index.isFull && index.addRow() == nil)
        index.removeAll()
        #expect(index.addRow() != nil)
    }

    @Test func cutsRecordsIntoTheirFields() throws {
        let given = #"[{"a":1,"b":[2,{"a":3}]} , {"c":{"a":0},"b": "x" },{}]"#
        let index = try index(given)
        #expect(index.count == 3)
        #expect(value(index, 0, -1, of: given) == #"{"a":1,"b":[2,{"a":3}]}"#)
        #expect(value(index, 0, 0, of: given) == "1")
        #expect(value(index, 0, 1, of: given) == #"[2,{"a":3}]"#)
        #expect(value(index, 1, 0, of: given) == nil)
        #expect(value(index, 1, 1, of: given) == #""x""#)
        #expect(value(index, 2, -1, of: given) == "{}" && value(index, 2, 0, of: given) == nil)
    }

    @Test func ofAKeySentTwiceTheLastCounts() throws {
        let given = #"[{"a":1,"b":2,"a":3,"\u0061":4}]"#
        #expect(value(try index(given), 0, 0, of: given) == "4")
        #expect(value(try index(given), 0, 1, of: given) == "2")
    }

    @Test func knowsKeysThatAreEscaped() throws {
        let given = #"[{"\u0061":1,"\u0062":2,"\u00610":3,"a\u0001":4}]"#
        #expect(value(try index(given), 0, 0, of: given) == "1")
        #expect(value(try index(given), 0, 1, of: given) == "2")
    }

    @Test func whatIsNoObjectIsAFailure() {
        #expect(throws: JSONFailure.self) { try self.index(#"[{"a":1},7,null,{"a":2}]"#) }
    }

    /// Without fields: the ranges of an array's elements, of any type and number.
    @Test func elements() throws {
        let given = #"[ {"a":1},7,null , [{}], "x" ]"#
        let buffer = ByteBuffer(given)
        let range = TextRange(0, given.utf8.count)
        let index = try #require(try RecordIndex.reading(buffer.bytes, range, .elements))
        let elements = (0..<index.count).map { index.range($0).map { text(bytes(given)[$0.lower..<$0.upper]) } }
        #expect(elements == [#"{"a":1}"#, "7", "null", "[{}]", #""x""#])
        #expect(try RecordIndex.reading(buffer.bytes, range, schema) == nil)
        #expect(try RecordIndex.reading(ByteBuffer("{}").bytes, TextRange(0, 2), .elements) == nil)
        let many = ByteBuffer("[\(String(repeating: "{},", count: 40_000)){}]")
        #expect(try RecordIndex.reading(many.bytes, TextRange(0, many.count), .elements)?.count == 40_001)
    }
}
