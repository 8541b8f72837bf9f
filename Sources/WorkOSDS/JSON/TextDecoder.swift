/// Decodes the inside of a checked JSON text to UTF-8 (RFC 8259, section 7). The result is never longer: an escape of
/// two bytes is one byte, \uXXXX three at most, and a surrogate pair of twelve is four. So room for the text is always
/// room for the result.
enum TextDecoder {
    /// Decodes `length` bytes from the cursor to `target`, which has room for as many. Returns the number written.
    /// Unless `exact`, a NUL becomes U+FFFD, so that a C string is never shorter than the text sent.
    static func decode(
        _ start: ByteCursor, length: Int, to target: UnsafeMutablePointer<UInt8>, exact: Bool
    ) -> Int {
        var cursor = start
        let end = start.position &+ length
        var written = 0
        while cursor.position < end {
            let byte = cursor.current
            if byte == "\\" {
                written &+= decodeEscape(&cursor, to: target + written, exact: exact)
            } else {
                target[written] = byte
                written &+= 1
                cursor.advance()
            }
        }
        return written
    }

    /// The decoded bytes followed by `ByteCursor.padding` zero bytes. The text may be unchecked: an escape that is cut
    /// off at its end decodes to more bytes than it has, for which the padding has room.
    static func bytes(_ start: ByteCursor, length: Int, exact: Bool = true) -> [UInt8] {
        let room = max(length, 0)
        var result = [UInt8](repeating: 0, count: room &+ ByteCursor.padding)
        var written = 0
        result.withUnsafeMutableBufferPointer { buffer in
            if let target = buffer.baseAddress { written = decode(start, length: room, to: target, exact: exact) }
        }
        written = min(written, room)
        result.removeLast(room &- written)
        for index in written..<result.count { result[index] = 0 }
        return result
    }

    /// For checked texts the fallbacks are never used; for others they only keep the result defined.
    private static func decodeEscape(
        _ cursor: inout ByteCursor, to target: UnsafeMutablePointer<UInt8>, exact: Bool
    ) -> Int {
        let letter = cursor.byte(after: 1)
        if letter != "u" {
            target[0] = plainEscape(letter)
            cursor.advance(2)
            return 1
        }
        var scalar = UInt32(cursor.hexadecimal4(after: 2) ?? 0xFFFD)
        cursor.advance(6)
        // 0xD800...0xDFFF: a surrogate, which has ten bits of the character.
        if scalar & 0xF800 == 0xD800 {
            let low = UInt32(cursor.hexadecimal4(after: 2) ?? 0xDC00)
            scalar = 0x10000 &+ (scalar & 0x3FF) &<< 10 &+ (low & 0x3FF)
            cursor.advance(6)
        }
        return encode(scalar == 0 && !exact ? 0xFFFD : scalar, to: target)
    }

    /// `"`, `\` and `/` mean themselves.
    private static func plainEscape(_ letter: UInt8) -> UInt8 {
        switch letter {
        case "b": return 0x08
        case "f": return 0x0C
        case "n": return 0x0A
        case "r": return 0x0D
        case "t": return 0x09
        default: return letter
        }
    }

    /// As UTF-8: 7, 11, 16 or 21 bits, six of them in each byte except the first.
    private static func encode(_ scalar: UInt32, to target: UnsafeMutablePointer<UInt8>) -> Int {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | scalar &>> shift & 0x3F) }
        if scalar < 0x80 {
            target[0] = UInt8(truncatingIfNeeded: scalar)
            return 1
        }
        if scalar < 0x800 {
            target[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar &>> 6)
            target[1] = tail(0)
            return 2
        }
        if scalar < 0x10000 {
            target[0] = UInt8(truncatingIfNeeded: 0xE0 | scalar &>> 12)
            target[1] = tail(6)
            target[2] = tail(0)
            return 3
        }
        target[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar &>> 18)
        target[1] = tail(12)
        target[2] = tail(6)
        target[3] = tail(0)
        return 4
    }
}
