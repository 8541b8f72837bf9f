import CPlatform

/// The cursors of a listing as 64-bit hashes (FNV-1a): constant memory per page, whatever the cursors' length. The hash
/// needs no key: colliding cursors cause the same error as repeated ones. Set and Hasher would add 4 KB to the library.
/// Allocated with checks, because a listing can have any number of pages.
///
/// Also used for the ids of two pages and the keys of an object, which have the same requirements.
final class CursorSet {
    /// A hash, or 0 for a free slot.
    private typealias Place = UInt64

    /// Open addressing, at most half full; the size is a power of two; 0 is a free slot.
    private var places: UnsafeMutablePointer<Place>?
    private var capacity = 0
    private var count = 0

    deinit { free(places) }

    /// Whether it is new; nil when memory is out.
    func insert(_ cursor: [UInt8]) -> Bool? { insert(Self.hash(cursor)) }

    @inline(never)
    func insert(_ hash: UInt64) -> Bool? {
        if 2 &* count >= capacity, !grow() { return nil }
        guard let places else { return nil }
        let place = Self.place(of: hash, in: places, capacity)
        if places[place] == hash { return false }
        places[place] = hash
        count &+= 1
        return true
    }

    private func grow() -> Bool {
        let wanted = max(16, 2 &* capacity)
        guard let memory = calloc(wanted, MemoryLayout<UInt64>.stride) else { return false }
        let larger = memory.assumingMemoryBound(to: Place.self)
        if let places {
            for number in 0..<capacity where places[number] != 0 {
                larger[Self.place(of: places[number], in: larger, wanted)] = places[number]
            }
        }
        free(places)
        places = larger
        capacity = wanted
        return true
    }

    /// The slot of the hash, or a free one for it. Starts from the upper half of the hash: a multiplication carries
    /// upwards only, so the lowest bits of FNV-1a depend on the lowest bits of the input alone.
    private static func place(of hash: UInt64, in places: UnsafeMutablePointer<UInt64>, _ capacity: Int) -> Int {
        let mask = capacity &- 1
        var place = Int(truncatingIfNeeded: hash &>> 32) & mask
        while places[place] != 0, places[place] != hash { place = (place &+ 1) & mask }
        return place
    }

    static func hash(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes { hash($0) } }

    /// FNV-1a with its published offset basis and prime. With `after`, continues the hash of an earlier part. Never 0,
    /// which marks a free slot.
    static func hash(_ bytes: UnsafeRawBufferPointer, after start: UInt64 = 0xCBF2_9CE4_8422_2325) -> UInt64 {
        var hash = start
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash == 0 ? 1 : hash
    }
}
