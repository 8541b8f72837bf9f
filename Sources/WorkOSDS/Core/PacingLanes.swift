/// The lanes of a client, one for each directory, and what is known of whose groups are whose. A request for the users
/// of a group whose directory is not known yet may be any directory's: it waits for all of them and counts in all of
/// them, until its answer names the one that it counts in alone.
struct PacingLanes {
    /// A directory's hash; `unknown` for one that is not known.
    typealias Name = UInt64

    static let unknown: Name = 0

    private struct Entry {
        let name: Name
        var lane: PacingLane
    }

    private let rate: Int
    private var entries: [Entry] = []
    private var unknownLane: PacingLane
    private var nextTicket = 0
    /// How many lanes there may be before those that are done are looked for.
    private var crowded = Self.fewest
    private var directories = GroupDirectories()

    private static let fewest = 256
    /// Lanes that were not used within the last second, at most.
    static let mostIdle = 1024

    init(rate: Int) {
        self.rate = rate
        unknownLane = PacingLane(rate: rate)
    }

    var count: Int { entries.count }

    static func name(_ directory: [UInt8]) -> Name { CursorSet.hash(directory) }

    /// Asks for permission to send now.
    mutating func request(_ name: Name, now: Int64) -> PacingLane.Turn {
        nextTicket &+= 1
        if name != Self.unknown {
            let index = laneIndex(name, now: now)
            return entries[index].lane.request(now: now, ticket: nextTicket, beside: unknownLane.slots)
        }
        var free = now
        for entry in entries { free = max(free, entry.lane.freeAt(now: now, beside: unknownLane.slots)) }
        return free > now ? .wait(until: free) : unknownLane.request(now: now, ticket: nextTicket)
    }

    mutating func connected(_ name: Name, ticket: Int, now: Int64) {
        if name == Self.unknown {
            unknownLane.connected(ticket: ticket, now: now)
        } else if let index = index(of: name) {
            entries[index].lane.connected(ticket: ticket, now: now)
        }
    }

    mutating func answered(_ name: Name, ticket: Int, now: Int64, limited: Bool) {
        if name == Self.unknown {
            unknownLane.answered(ticket: ticket, now: now, limited: limited)
        } else if let index = index(of: name) {
            entries[index].lane.answered(ticket: ticket, now: now, limited: limited)
        }
    }

    func spacing(_ name: Name) -> Int64? {
        name == Self.unknown ? unknownLane.spacing : index(of: name).flatMap { entries[$0].lane.spacing }
    }

    // MARK: Groups

    func lane(ofGroup group: [UInt8]) -> Name { directories.directory(of: CursorSet.hash(group)) ?? Self.unknown }

    /// An answer has named the directory of a group, whose request had no lane of its own.
    mutating func learn(_ group: [UInt8], isOf directory: [UInt8], ticket: Int?, now: Int64) {
        let name = Self.name(directory)
        directories.learn(CursorSet.hash(group), isOf: name)
        guard let ticket, let slot = unknownLane.remove(ticket: ticket) else { return }
        let index = laneIndex(name, now: now)
        entries[index].lane.count(slot, now: now)
    }

    // MARK: Lanes

    private func index(of name: Name) -> Int? { entries.firstIndex { $0.name == name } }

    /// Of a lane that is there from now on.
    private mutating func laneIndex(_ name: Name, now: Int64) -> Int {
        if let index = index(of: name) { return index }
        if entries.count >= crowded { removeOld(now: now) }
        entries.append(Entry(name: name, lane: PacingLane(rate: rate)))
        return entries.count &- 1
    }

    /// Those that are done; where many remain, also what a 429 has taught of those that are idle, the longest first.
    private mutating func removeOld(now: Int64) {
        var age = PacingLane.longestRecovery
        repeat {
            var index = 0
            while index < entries.count {
                if entries[index].lane.isDone(now: now, after: age) {
                    entries.swapAt(index, entries.count &- 1)
                    entries.removeLast()
                } else {
                    index &+= 1
                }
            }
            age /= 2
        } while entries.count >= Self.mostIdle && age >= PacingLane.window
        crowded = max(Self.fewest, 2 &* entries.count)
    }
}

/// Whose group is whose, as far as answers have told, by hashes: the last `most` groups.
struct GroupDirectories {
    private var groups: [UInt64] = []
    private var directories: [UInt64] = []
    private var oldest = 0

    static let most = 512

    func directory(of group: UInt64) -> UInt64? { groups.firstIndex { $0 == group }.map { directories[$0] } }

    mutating func learn(_ group: UInt64, isOf directory: UInt64) {
        if groups.count < Self.most, self.directory(of: group) == nil {
            groups.append(group)
            directories.append(directory)
            return
        }
        var place = oldest
        if let known = groups.firstIndex(where: { $0 == group }) {
            place = known
        } else {
            oldest = (oldest &+ 1) % Self.most
        }
        groups[place] = group
        directories[place] = directory
    }
}
