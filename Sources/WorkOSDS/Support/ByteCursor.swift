/// Reads untrusted text. The buffer must have `padding` zero bytes after `end`, so that every read stays inside it,
/// whatever the text contains. Indexes are never taken from the text.
///
/// The position is always in 0...`end`: only `advance` and the functions that skip change it, and they stop at `end`.
/// Reads reach at most eight bytes beyond it (`byte(after:)`, `word`), hence the padding. A cursor is a value: a copy
/// of it is a place to return to.
struct ByteCursor {
    /// The reads below need nine.
    static let padding = 16

    /// Borrowed: the text must outlive the cursor.
    private let base: UnsafePointer<UInt8>
    let end: Int
    private(set) var position: Int

    init(_ base: UnsafePointer<UInt8>, from start: Int = 0, to end: Int) {
        self.base = base
        self.end = max(end, 0)
        self.position = min(max(start, 0), self.end)
    }

    /// The byte at the position; zero at the end.
    var current: UInt8 {
        @inline(__always) get { base[position] }
    }

    /// The address of the position, for copying bytes that were read.
    var pointer: UnsafePointer<UInt8> { base + position }

    /// The same for functions of libc that stop at a NUL or at a given length. The padding ends the text for them.
    var characters: UnsafePointer<CChar> { UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self) }

    var isAtEnd: Bool { position == end }

    /// The byte `offset` (0...8) after the position.
    @inline(__always)
    func byte(after offset: Int) -> UInt8 { base[position &+ offset] }

    /// The eight bytes from the position on, the first one lowest.
    var word: UInt64 {
        @inline(__always) get { load(position) }
    }

    @inline(__always)
    mutating func advance(_ count: Int = 1) { position = min(position &+ count, end) }

    @inline(__always)
    mutating func skipWhitespace() {
        while current <= 0x20, position < end, isWhitespace(current) { advance() }
    }

    /// The inner loop of a scan: most of a page is names, addresses and URLs. Stops at the first quote, backslash,
    /// control character or non-ASCII byte, and at the end, because the padding consists of control characters.
    @inline(__always)
    mutating func skipPlainText() {
        var place = position
        while true {
            let stops = Self.stops(in: load(place))
            if stops != 0 {
                position = min(place &+ stops.trailingZeroBitCount / 8, end)
                return
            }
            place &+= 8
        }
    }

    /// The length of the well-formed UTF-8 sequence at the position (no overlong form, no surrogate, nothing above
    /// U+10FFFF); 0 if there is none. The cases are the rows of the Unicode Standard's table 3-7. A sequence that is
    /// cut off at the end is followed by the padding's zeros, which are not continuation bytes.
    func utf8SequenceLength() -> Int {
        let first = current
        let second = byte(after: 1)
        func continues(_ offset: Int) -> Bool { byte(after: offset) & 0xC0 == 0x80 }
        switch first {
        case 0...0x7F: return position < end ? 1 : 0
        case 0xC2...0xDF: return continues(1) ? 2 : 0
        case 0xE0: return second >= 0xA0 && continues(1) && continues(2) ? 3 : 0
        case 0xED: return second <= 0x9F && continues(1) && continues(2) ? 3 : 0
        case 0xE1...0xEF: return continues(1) && continues(2) ? 3 : 0
        case 0xF0: return second >= 0x90 && continues(1) && continues(2) && continues(3) ? 4 : 0
        case 0xF4: return second <= 0x8F && continues(1) && continues(2) && continues(3) ? 4 : 0
        case 0xF1...0xF3: return continues(1) && continues(2) && continues(3) ? 4 : 0
        default: return 0
        }
    }

    /// The value of the four hexadecimal digits `offset` bytes after the position; nil if there are none. Used for
    /// \uXXXX, of which surrogate pairs have two.
    func hexadecimal4(after offset: Int) -> UInt16? {
        var value: UInt16 = 0
        for index in 0..<4 {
            guard let digit = ASCII.hexadecimalValue(byte(after: offset &+ index)) else { return nil }
            value = value &<< 4 | UInt16(digit)
        }
        return value
    }

    /// Little-endian on every processor, so that the lowest set bit belongs to the first byte. Unaligned, since texts
    /// begin anywhere.
    @inline(__always)
    private func load(_ place: Int) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(base).loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    @inline(__always)
    private func isWhitespace(_ byte: UInt8) -> Bool {
        byte == " " || byte == "\n" || byte == "\r" || byte == "\t"
    }

    /// The high bit of each byte at which `skipPlainText` stops, for eight bytes. (x - 0x01) & ~x has its high bit set
    /// if x is 0, where x is a byte XOR the one searched for; (x - 0x20) & ~x if x is below 0x20
    /// (https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord). Carries can only mark bytes above a true one,
    /// and only the lowest is used.
    @inline(__always)
    private static func stops(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let found = (quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- ones &* 0x20) & ~word | word
        return found & (ones &* 0x80)
    }
}
