import Testing

@testable import WorkOSDS

struct ByteCursorTests {
    @Test func advancesToTheEndAndNoFurther() {
        withCursor("abc") { cursor in
            #expect(cursor.current == UInt8(ascii: "a") && !cursor.isAtEnd)
            cursor.advance(2)
            #expect(cursor.current == UInt8(ascii: "c") && cursor.position == 2)
            cursor.advance(100)
            #expect(cursor.position == 3 && cursor.isAtEnd && cursor.current == 0)
            cursor.advance()
            #expect(cursor.position == 3)
        }
    }

    @Test func clampsItsBorders() {
        let buffer = ByteBuffer("abc")
        #expect(ByteCursor(buffer.bytes, from: -5, to: 3).position == 0)
        #expect(ByteCursor(buffer.bytes, from: 9, to: 3).position == 3)
        #expect(ByteCursor(buffer.bytes, from: 0, to: -1).end == 0)
        #expect(ByteCursor(ByteBuffer.emptyText, to: 0).isAtEnd)
    }

    @Test func readsAheadInsideThePadding() {
        withCursor("x") { cursor in
            #expect(cursor.byte(after: 1) == 0 && cursor.byte(after: 8) == 0)
            #expect(cursor.word == 0x78)
            cursor.advance()
            #expect(cursor.word == 0 && cursor.byte(after: 8) == 0)
        }
    }

    @Test func skipsTheFourKindsOfWhitespace() {
        withCursor(" \t\r\n x") { cursor in
            cursor.skipWhitespace()
            #expect(cursor.current == UInt8(ascii: "x"))
        }
        for other in [0x00, 0x0B, 0x0C, 0x1F, 0x85, 0xA0] as [UInt8] {
            withCursor([other]) { cursor in
                cursor.skipWhitespace()
                #expect(cursor.position == 0)
            }
        }
    }

    @Test func stopsAtItsEndThoughTheBufferGoesOn() {
        let buffer = ByteBuffer("ab    1234")
        var cursor = ByteCursor(buffer.bytes, from: 2, to: 4)
        cursor.skipWhitespace()
        #expect(cursor.position == 4)
        var number = ByteCursor(buffer.bytes, from: 6, to: 8)
        #expect(NumberText.skip(&number) == .fits && number.position == 8)
    }

    /// At every position within the eight bytes that are examined in one step.
    @Test(arguments: [UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x00, 0x1F, 0x80, 0xFF])
    func plainTextStops(at stop: UInt8) {
        for length in 0..<24 {
            let plain = [UInt8](repeating: UInt8(ascii: "z"), count: length)
            withCursor(plain + [stop] + plain) { cursor in
                cursor.skipPlainText()
                #expect(cursor.position == length)
            }
        }
    }

    @Test func plainTextGoesOverEveryOtherByte() {
        let plain = (0x20...0x7F).map { UInt8($0) }.filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        for first in plain {
            withCursor([first, first &- 1 >= 0x20 ? 0x20 : first] + plain) { cursor in
                cursor.skipPlainText()
                #expect(cursor.isAtEnd)
            }
        }
    }

    @Test(
        arguments: [
            ([0x41], 1), ([0xC3, 0xA9], 2), ([0xE2, 0x82, 0xAC], 3), ([0xF0, 0x9F, 0x98, 0x80], 4),
            ([0xC2, 0x80], 2), ([0xDF, 0xBF], 2), ([0xE0, 0xA0, 0x80], 3), ([0xED, 0x9F, 0xBF], 3),
            ([0xEE, 0x80, 0x80], 3),
            ([0xEF, 0xBF, 0xBF], 3), ([0xF0, 0x90, 0x80, 0x80], 4), ([0xF4, 0x8F, 0xBF, 0xBF], 4), ([0x00], 1),
        ] as [([UInt8], Int)])
    func wellFormedSequence(_ sequence: [UInt8], _ length: Int) {
        withCursor(sequence) { #expect($0.utf8SequenceLength() == length) }
    }

    /// Overlong, surrogate, above U+10FFFF, truncated, a lone continuation, an invalid continuation.
    @Test(
        arguments: [
            [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xFE], [0x80], [0xBF], [0xC3], [0xE2, 0x82],
            [0xE2],
            [0xF0, 0x9F, 0x98], [0xF0, 0x9F], [0xF0], [0xC3, 0x28], [0xE2, 0x28, 0xA1], [0xE2, 0x82, 0x28],
            [0xF0, 0x9F, 0x98, 0x28], [],
        ] as [[UInt8]])
    func illFormedSequence(_ sequence: [UInt8]) {
        withCursor(sequence) { #expect($0.utf8SequenceLength() == 0) }
    }

    @Test func sequencesAgreeWithSwift() {
        for first in UInt8(0x80)...0xFF {
            for second in UInt8.min...0xFF {
                let sequence: [UInt8] = [first, second, 0x80, 0x80]
                let valid = (2...4).first { String(validating: sequence.prefix($0), as: UTF8.self) != nil } ?? 0
                withCursor(sequence) { cursor in
                    if cursor.utf8SequenceLength() != valid { Issue.record("\(sequence)") }
                }
            }
        }
    }

    @Test func readsFourHexadecimalDigits() {
        withCursor("12aF") { #expect($0.hexadecimal4(after: 0) == 0x12AF) }
        withCursor("xFFFF") { #expect($0.hexadecimal4(after: 1) == 0xFFFF) }
        for wrong in ["12a", "12ag", "g123", "+123", " 123", "1@23", "12/3", "1:23", ""] {
            withCursor(wrong) { #expect($0.hexadecimal4(after: 0) == nil, "\(wrong)") }
        }
    }
}
