import CPlatform
import Synchronization

/// The groups of a user. A record is created on first access, by any thread: a slot takes sixteen bytes, a record a
/// thousand.
final class GroupList {
    /// One row for each entry of `groups`, without fields.
    fileprivate let places: RecordIndex
    /// `places.count` slots, allocated as zeros, which are empty slots.
    private let records: UnsafeMutablePointer<Atomic<UnsafeRawPointer?>>

    /// nil if memory runs out.
    fileprivate static func make(_ places: RecordIndex) -> GroupList? {
        let records = calloc(places.count &+ 1, MemoryLayout<Atomic<UnsafeRawPointer?>>.stride)
        return records.map { GroupList(places, $0.assumingMemoryBound(to: Atomic<UnsafeRawPointer?>.self)) }
    }

    private init(_ places: RecordIndex, _ records: UnsafeMutablePointer<Atomic<UnsafeRawPointer?>>) {
        self.places = places
        self.records = records
    }

    deinit {
        for number in 0..<places.count { records[number].release(Record.self) }
        free(records)
    }

    /// nil for an entry that is not an object, so that the numbers of the others stay the same.
    fileprivate func record(_ number: Int, _ make: (TextRange) -> Record?) -> Record? {
        guard number >= 0, number < places.count else { return nil }
        return records[number].object { places.range(number).flatMap(make) }
    }
}

extension Record {
    final var groupCount: Int { groups?.places.count ?? 0 }

    /// nil for an invalid index, and for an entry that is not an object.
    final func group(_ number: Int) -> Record? {
        let group = groups?.record(number) { place in
            do throws(JSONFailure) { return try inner(.group, at: place) } catch {
                noteOutOfMemory()
                return nil
            }
        }
        // `Atomic.object` discards such a group, which the caller must not take for an absent one.
        if Reserve.isUsed { noteOutOfMemory() }
        return group
    }

    private var groups: GroupList? {
        if let known = parts.groups { return known }
        guard let places = index(ofField: UserField.groups.rawValue, .elements) else { return nil }
        parts.groups = kept(GroupList.make(places))
        return parts.groups
    }

    /// Creates the groups of a typical record, so that reading a copy needs no memory. If a text has thousands of tiny
    /// groups, each is created on access, because all of them would take many times the text's size.
    final func makeUsualGroups() {
        let bytesOfSmallestUsualGroup = 64
        guard let range, groupCount <= range.length / bytesOfSmallestUsualGroup else { return }
        for number in 0..<groupCount where !isOutOfMemory { _ = group(number) }
    }
}
