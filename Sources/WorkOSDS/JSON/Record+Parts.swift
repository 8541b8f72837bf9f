import CPlatform
import Synchronization

/// What lies inside a record, indexed and decoded when first asked for; nil where it has not been.
struct RecordParts {
    var groups: GroupList?
    var roles: RoleList?
    var role: DecodedText??
    var counts: DirectoryCounts?
    var customAttributes: CustomAttributes??
    var eventContent: EventContent?

    var isTouched: Bool {
        groups != nil || roles != nil || role != nil || counts != nil || customAttributes != nil || eventContent != nil
    }
}

/// The groups of a user; a record is made when one is asked for, by any thread: a place takes sixteen bytes, a record a
/// thousand.
final class GroupList {
    let places: RecordIndex
    private let records: UnsafeMutablePointer<Atomic<UnsafeRawPointer?>>

    /// nil when memory is out.
    static func make(_ places: RecordIndex) -> GroupList? {
        let records = calloc(places.count &+ 1, MemoryLayout<Atomic<UnsafeRawPointer?>>.stride)
        return records.map { GroupList(places, $0.assumingMemoryBound(to: Atomic<UnsafeRawPointer?>.self)) }
    }

    private init(_ places: RecordIndex, _ records: UnsafeMutablePointer<Atomic<UnsafeRawPointer?>>) {
        self.places = places
        self.records = records
    }

    deinit {
        for number in 0..<places.count {
            if let record = records[number].load(ordering: .relaxed) { Unmanaged<Record>.fromOpaque(record).release() }
        }
        free(records)
    }

    /// Of two threads that make one at once one throws its own away.
    func record(_ number: Int, _ make: (TextRange) -> Record?) -> Record? {
        guard number >= 0, number < places.count else { return nil }
        if let known = records[number].load(ordering: .acquiring) {
            return Unmanaged.fromOpaque(known).takeUnretainedValue()
        }
        guard let made = places.range(number).flatMap(make) else { return nil }
        let reference = Unmanaged.passRetained(made)
        let (exchanged, winner) = records[number].compareExchange(
            expected: nil, desired: UnsafeRawPointer(reference.toOpaque()), ordering: .acquiringAndReleasing)
        guard !exchanged, let winner else { return made }
        reference.release()
        return Unmanaged.fromOpaque(winner).takeUnretainedValue()
    }
}

/// The slugs of a user's roles.
final class RoleList {
    let count: Int
    private let slugs: UnsafeMutablePointer<UnsafePointer<CChar>?>

    /// nil when memory is out.
    static func make(_ count: Int, _ slug: (Int) -> DecodedText?) -> RoleList? {
        let slugs = calloc(count &+ 1, MemoryLayout<UnsafePointer<CChar>?>.stride)
        guard let slugs = slugs?.assumingMemoryBound(to: UnsafePointer<CChar>?.self) else { return nil }
        for number in 0..<count { slugs[number] = slug(number)?.start }
        return RoleList(count, slugs)
    }

    private init(_ count: Int, _ slugs: UnsafeMutablePointer<UnsafePointer<CChar>?>) {
        self.count = count
        self.slugs = slugs
    }

    deinit { free(slugs) }

    subscript(number: Int) -> UnsafePointer<CChar>? { number >= 0 && number < count ? slugs[number] : nil }
}

/// The `metadata` of a directory; -1 where a count is absent.
struct DirectoryCounts {
    var activeUsers: Int64 = -1
    var inactiveUsers: Int64 = -1
    var groups: Int64 = -1
}

extension Record {
    var groupCount: Int { groups?.places.count ?? 0 }

    /// nil for a number outside, and for an entry that is no object.
    func group(_ number: Int) -> Record? {
        groups?.record(number) { place in
            guard let group = inner(.group, at: place) else { return nil }
            return isDecodedFully && !group.decodeAll() ? nil : group
        }
    }

    private var groups: GroupList? {
        if let known = parts.groups { return known }
        guard !isDecodedFully, let places = index(ofField: UserField.groups.rawValue, .elements) else {
            return nil
        }
        parts.groups = GroupList.make(places)
        if parts.groups == nil { noteShortage() }
        return parts.groups
    }

    var roles: RoleList? {
        if let known = parts.roles { return known }
        guard !isDecodedFully, let places = index(ofField: UserField.roles.rawValue, .elements) else {
            return nil
        }
        parts.roles = RoleList.make(places.count) { number in
            places.range(number).flatMap { index(of: $0, .role) }.flatMap { slug($0) }
        }
        if parts.roles == nil { noteShortage() }
        return parts.roles
    }

    var role: DecodedText? {
        if let known = parts.role { return known }
        if isDecodedFully { return nil }
        let role = index(ofField: UserField.role.rawValue, .role).flatMap { slug($0) }
        parts.role = .some(role)
        return role
    }

    var counts: DirectoryCounts {
        if let known = parts.counts { return known }
        var counts = DirectoryCounts()
        let metadata = index(ofField: DirectoryField.metadata.rawValue, .directoryMetadata)
        counts.groups = count(metadata?.range(0, field: 1))
        if let range = metadata?.range(0, field: 0), let users = index(of: range, .userCounts) {
            counts.activeUsers = count(users.range(0, field: 0))
            counts.inactiveUsers = count(users.range(0, field: 1))
        }
        if !isDecodedFully { parts.counts = counts }
        return counts
    }

    var customAttributes: CustomAttributes? {
        if let known = parts.customAttributes { return known }
        guard !isDecodedFully, let range = fieldRange(UserField.customAttributes.rawValue) else { return nil }
        let attributes = CustomAttributes.parsing(text, range)
        if attributes == nil { noteShortage() }
        parts.customAttributes = .some(attributes)
        return attributes
    }

    /// False when memory is out.
    func decodeParts() -> Bool {
        switch kind {
        case .directory: _ = counts
        case .group: break
        case .event: return eventContent.decodeAll()
        case .user:
            _ = roles
            _ = role
            _ = groups
            _ = customAttributes
            return decodeGroups()
        }
        return true
    }

    /// A usual record's groups, so that reading a copy needs no memory. Where a text is made of thousands of tiny
    /// groups each is made when it is asked for: all of them would take many times the text's size.
    private func decodeGroups() -> Bool {
        let bytesOfSmallestUsualGroup = 64
        guard let range, groupCount <= range.length / bytesOfSmallestUsualGroup else { return true }
        for number in 0..<groupCount {
            if let group = group(number), !group.decodeAll() { return false }
        }
        return true
    }

    private func slug(_ index: RecordIndex) -> DecodedText? { index.range(0, field: 0).flatMap { decode($0) } }

    private func index(ofField field: Int, _ schema: Schema) -> RecordIndex? {
        fieldRange(field).flatMap { index(of: $0, schema) }
    }

    /// The object or, by a schema without fields, the elements at a range checked before; nil if it is something else.
    func index(of range: TextRange, _ schema: Schema) -> RecordIndex? {
        do throws(JSONFailure) { return try RecordIndex.reading(text, range, schema) } catch {
            if case .outOfMemory = error, !isDecodedFully { noteShortage() }
            return nil
        }
    }

    private func count(_ range: TextRange?) -> Int64 {
        guard let range else { return -1 }
        return IntegerReader.integer(ByteCursor(text, from: range.lower, to: range.upper)) ?? -1
    }
}

extension Schema {
    static var role: Schema { Schema("slug", count: 1) }
    static var directoryMetadata: Schema { Schema("users\0groups", count: 2) }
    static var userCounts: Schema { Schema("active\0inactive", count: 2) }
}
