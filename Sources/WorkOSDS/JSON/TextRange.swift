/// A value's range in its text; `end` is 0 if the member is absent. Bodies have at most 2 GiB (`max_response_bytes`),
/// so 32 bits are enough, and the index of a page fits into the processor's cache.
///
/// `end` is after the last byte. No value can end at 0, which is why that means absent, and memory of zeros is a row
/// without members.
struct TextRange {
    var start: UInt32 = 0
    var end: UInt32 = 0

    init() {}

    /// Both are inside a body, whose size is limited, so that nothing is truncated.
    init(_ start: Int, _ end: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
    }

    var isAbsent: Bool { end == 0 }
    var lower: Int { Int(start) }
    var upper: Int { Int(end) }
    var length: Int { upper &- lower }
}
