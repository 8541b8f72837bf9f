/// The cursors of a listing as 64-bit hashes (FNV-1a): constant memory per page, whatever the cursors' length. The hash
/// needs no key: colliding cursors cause the same error as repeated ones. Set and Hasher would add 4 KB to the library.
struct CursorSet {
    /// Open addressing, at most half full; the size is a power of two; 0 is a free slot.
    private var places: [UInt64] = []
    private var count = 0

    /// False if it was there already.
    mutating func insert(_ cursor: [UInt8]) -> Bool {
        if 2 &* count >= places.count { grow() }
        let hash = Self.hash(cursor)
        let place = Self.place(of: hash, in: places)
        if places[place] == hash { return false }
        places[place] = hash
        count &+= 1
        return true
    }

    private mutating func grow() {
        var larger = [UInt64](repeating: 0, count: max(16, 2 &* places.count))
        for hash in places where hash != 0 { larger[Self.place(of: hash, in: larger)] = hash }
        places = larger
    }

    /// The slot of the hash, or a free one for it.
    private static func place(of hash: UInt64, in places: [UInt64]) -> Int {
        let mask = places.count &- 1
        var place = Int(truncatingIfNeeded: hash &>> 32) & mask
        while places[place] != 0, places[place] != hash { place = (place &+ 1) & mask }
        return place
    }

    static func hash(_ bytes: [UInt8]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash == 0 ? 1 : hash
    }
}
