import CPlatform
import CWorkOSDS

/// The custom attributes of one user: the ranges of their keys and values in a checked text. They can have any type and
/// depth, so only a table is built, whose memory is proportional to the text.
///
/// Complete once it is created and never changed afterwards, so that any thread can read it. Borrows the record's text,
/// and lives as long as the record does.
final class CustomAttributes {
    /// One attribute. Offsets of 32 bits, as in `TextRange`.
    private struct Member {
        /// The position of the NUL-terminated key in `texts`.
        var key: UInt32
        /// In the user's text, quotes included.
        var value: TextRange
        /// The position of the decoded text in `texts`, for texts.
        var text: UInt32 = 0
        var textLength: UInt32 = 0
    }

    /// The text that the ranges refer to.
    private let base: UnsafePointer<UInt8>
    /// One entry for each distinct key, in the order of the text.
    private let members: UnsafeMutablePointer<Member>
    private(set) var count = 0
    /// Decoded keys and texts, each NUL-terminated, one after another. A text with a NUL is followed by its readable
    /// form, with U+FFFD.
    private let texts: UnsafeMutablePointer<UInt8>
    /// How much of `texts` is in use; its size was determined in advance.
    private var textsLength = 0
    /// A hash table of the members' numbers plus one by key, at most two thirds full; 0 is a free slot.
    private let places: UnsafeMutablePointer<UInt32>
    /// The size, a power of two, minus one.
    private let mask: Int

    /// Scans the text twice: first to determine the memory for three blocks, then to fill them. nil if memory runs out.
    /// Empty if the text is not an object.
    static func parsing(_ base: UnsafePointer<UInt8>, _ range: TextRange) -> CustomAttributes? {
        let size = walk(base, range, adding: nil)
        var places = 4
        while places < size.members &+ size.members / 2 { places &*= 2 }
        let table = malloc((size.members &+ 1) &* MemoryLayout<Member>.stride)?.assumingMemoryBound(to: Member.self)
        let texts = malloc(size.texts &+ 1)?.assumingMemoryBound(to: UInt8.self)
        let hashes = calloc(places, MemoryLayout<UInt32>.stride)?.assumingMemoryBound(to: UInt32.self)
        guard let table, let texts, let hashes else {
            free(table)
            free(texts)
            free(hashes)
            return nil
        }
        let attributes = CustomAttributes(base, table, texts, hashes, mask: places &- 1)
        _ = walk(base, range, adding: attributes)
        return attributes
    }

    /// Takes ownership of the three blocks.
    private init(
        _ base: UnsafePointer<UInt8>, _ members: UnsafeMutablePointer<Member>, _ texts: UnsafeMutablePointer<UInt8>,
        _ places: UnsafeMutablePointer<UInt32>, mask: Int
    ) {
        self.base = base
        self.members = members
        self.texts = texts
        self.places = places
        self.mask = mask
    }

    deinit {
        free(members)
        free(texts)
        free(places)
    }

    func key(at index: Int) -> UnsafePointer<CChar>? {
        index >= 0 && index < count ? characters(members[index].key) : nil
    }

    // MARK: Values. nil if there is no attribute of that type; a key may be "".

    /// One of WORKOSDS_ATTRIBUTE_... The value is well-formed, so its first byte determines its type.
    func type(_ key: UnsafePointer<CChar>) -> Int {
        guard let value = value(key) else { return WORKOSDS_ATTRIBUTE_ABSENT }
        switch value.current {
        case "n": return WORKOSDS_ATTRIBUTE_NULL
        case "\"": return WORKOSDS_ATTRIBUTE_TEXT
        case "t", "f": return WORKOSDS_ATTRIBUTE_BOOLEAN
        case "[": return WORKOSDS_ATTRIBUTE_ARRAY
        case "{": return WORKOSDS_ATTRIBUTE_OBJECT
        default:
            return NumberText.integer(value) == nil ? WORKOSDS_ATTRIBUTE_REAL : WORKOSDS_ATTRIBUTE_INTEGER
        }
    }

    /// As sent, or with U+FFFD instead of each NUL.
    func text(_ key: UnsafePointer<CChar>, exact: Bool) -> DecodedText? {
        guard let member = member(key), Self.isText(member.value, base) else { return nil }
        let start = characters(member.text)
        let length = Int(member.textLength)
        if exact || CText.length(start) == length { return DecodedText(start: start, length: length) }
        let readable = start + length + 1
        return DecodedText(start: readable, length: CText.length(readable))
    }

    func integer(_ key: UnsafePointer<CChar>) -> Int64? { value(key).flatMap { NumberText.integer($0) } }

    /// Also for whole numbers, since many servers write 1.0 as 1.
    func real(_ key: UnsafePointer<CChar>) -> Double? {
        value(key).flatMap { NumberText.real($0) }
    }

    func boolean(_ key: UnsafePointer<CChar>) -> Bool? {
        type(key) == WORKOSDS_ATTRIBUTE_BOOLEAN ? value(key)?.current == "t" : nil
    }

    /// The value on one line; a copy to be freed with `free`.
    func json(_ key: UnsafePointer<CChar>) -> UnsafeMutablePointer<CChar>? {
        member(key).flatMap { CompactJSON.copy(base, $0.value) }
    }

    private func value(_ key: UnsafePointer<CChar>) -> ByteCursor? {
        member(key).map { ByteCursor(base, from: $0.value.lower, to: $0.value.upper) }
    }

    private func member(_ key: UnsafePointer<CChar>) -> Member? {
        let number = places[place(of: key)]
        return number == 0 ? nil : members[Int(number) &- 1]
    }

    // MARK: The table

    /// Adds each member, or only counts them and the maximum number of bytes for their texts. Both passes use this one
    /// function, so that they cannot disagree about a size.
    @inline(never)
    private static func walk(
        _ base: UnsafePointer<UInt8>, _ range: TextRange, adding attributes: CustomAttributes?
    ) -> (members: Int, texts: Int) {
        var size = (members: 0, texts: 0)
        var scanner = Scanner(base, from: range.lower, to: range.upper)
        do throws(JSONFailure) {
            guard try scanner.openObject() else { return size }
            var more = try scanner.opensMember()
            while more {
                let start = scanner.cursor.position
                let key = TextRange(start, try scanner.scanKey())
                let value = try scanner.scanValue()
                if let attributes { attributes.add(key, value) }
                size.members &+= 1
                // A text with a NUL is stored twice.
                size.texts &+= key.length &+ (isText(value, base) ? 2 &* value.length : 0)
                more = try scanner.closesOrContinues("}")
            }
        } catch {}  // the text is already checked
        return size
    }

    private static func isText(_ value: TextRange, _ base: UnsafePointer<UInt8>) -> Bool {
        ByteCursor(base, from: value.lower, to: value.upper).current == "\""
    }

    /// A repeated key gets the last value, at the first position. That is also how jansson and Python's json treat a
    /// repeated key.
    private func add(_ key: TextRange, _ value: TextRange) {
        let keyStart = textsLength
        _ = decode(key, exact: false)
        let place = place(of: characters(UInt32(truncatingIfNeeded: keyStart)))
        var member = Member(key: UInt32(truncatingIfNeeded: keyStart), value: value)
        var number = Int(places[place])
        if number == 0 {
            count &+= 1
            number = count
            places[place] = UInt32(truncatingIfNeeded: number)
        } else {
            textsLength = keyStart
            member.key = members[number &- 1].key
        }
        if Self.isText(value, base) {
            let start = textsLength
            let length = decode(value, exact: true)
            if memchr(texts + start, 0, length) != nil { _ = decode(value, exact: false) }
            member.text = UInt32(truncatingIfNeeded: start)
            member.textLength = UInt32(truncatingIfNeeded: length)
        }
        members[number &- 1] = member
    }

    /// Appends a decoded, NUL-terminated text to `texts`. Returns its length.
    private func decode(_ range: TextRange, exact: Bool) -> Int {
        let start = ByteCursor(base, from: range.lower &+ 1, to: range.upper)
        let length = TextDecoder.decode(start, length: range.length &- 2, to: texts + textsLength, exact: exact)
        texts[textsLength &+ length] = 0
        textsLength &+= length &+ 1
        return length
    }

    /// The slot of the key, or a free one for it (open addressing; FNV-1a seeded with the table's address multiplied by
    /// the golden ratio of 2^64). A server does not know the address, so it cannot choose keys that collide.
    private func place(of key: UnsafePointer<CChar>) -> Int {
        var hash = UInt64(UInt(bitPattern: places)) &* 0x9E37_79B9_7F4A_7C15
        var character = key
        while character.pointee != 0 {
            hash = (hash ^ UInt64(UInt8(bitPattern: character.pointee))) &* 0x100_0000_01B3
            hash ^= hash &>> 29
            character += 1
        }
        var place = Int(truncatingIfNeeded: hash &>> 20) & mask
        while places[place] != 0, strcmp(characters(members[Int(places[place]) &- 1].key), key) != 0 {
            place = (place &+ 1) & mask
        }
        return place
    }

    private func characters(_ offset: UInt32) -> UnsafePointer<CChar> {
        UnsafeRawPointer(texts + Int(offset)).assumingMemoryBound(to: CChar.self)
    }
}
