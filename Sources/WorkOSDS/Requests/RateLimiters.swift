/// The rate limiters of a client, one for each directory, and the known directories of groups. A request for the users
/// of a group whose directory is not known yet may count against any directory: it waits for all limiters and counts in
/// all of them until its response identifies the directory.
///
/// Part of the state that `Transport` guards with its mutex. Keyed by hashes: names of any length cost eight bytes, and
/// a collision only lets two directories share a rate.
struct RateLimiters {
    /// The rate limit that a request counts against.
    enum Owner {
        case directory([UInt8])
        /// That of its directory, which only a response reveals.
        case group([UInt8])
    }

    /// A directory's hash; `unknown` for one that is not known.
    typealias Name = UInt64

    static let unknown: Name = 0

    /// A directory and its limiter.
    private struct Entry {
        let name: Name
        var limiter: RateLimiter
    }

    private let rate: Int
    private var entries: [Entry] = []
    /// Counts requests whose directory is not known yet; its slots are counted by all others.
    private var unknownLimiter: RateLimiter
    /// Numbers permits over all limiters, so that a request can move from one to another.
    private var nextPermit = 0
    /// The number of limiters from which on unused ones are removed.
    private var crowded = Self.fewest
    private var directories = GroupDirectories()

    private static let fewest = 256
    /// The maximum of limiters that were not used within the last second. A service with thousands of directories must
    /// not keep one for each of them permanently.
    static let maximumIdle = 1024

    init(rate: Int) {
        self.rate = rate
        unknownLimiter = RateLimiter(rate: rate)
    }

    var count: Int { entries.count }

    /// Never `unknown`: `CursorSet.hash` is never 0.
    static func name(_ directory: [UInt8]) -> Name { CursorSet.hash(directory) }

    /// Requests a permit to send now.
    mutating func acquire(_ name: Name, now: Int64) -> RateLimiter.Permit {
        nextPermit &+= 1
        if name != Self.unknown {
            let index = indexOrNew(name, now: now)
            return entries[index].limiter.acquire(now: now, permit: nextPermit, beside: unknownLimiter.slots)
        }
        var free = now
        for entry in entries { free = max(free, entry.limiter.freeAt(now: now, beside: unknownLimiter.slots)) }
        return free > now ? .wait(until: free) : unknownLimiter.acquire(now: now, permit: nextPermit)
    }

    mutating func connected(_ name: Name, permit: Int, now: Int64) {
        if name == Self.unknown {
            unknownLimiter.connected(permit: permit, now: now)
        } else if let index = index(of: name) {
            entries[index].limiter.connected(permit: permit, now: now)
        }
    }

    /// The pause before the next request, if this one was rate limited.
    @discardableResult
    mutating func answered(_ name: Name, permit: Int, now: Int64, limited: Bool) -> Int64? {
        if name == Self.unknown { return unknownLimiter.answered(permit: permit, now: now, limited: limited) }
        return index(of: name).flatMap {
            entries[$0].limiter.answered(permit: permit, now: now, limited: limited)
        }
    }

    /// For tests.
    subscript(name: Name) -> RateLimiter? { index(of: name).map { entries[$0].limiter } }

    // MARK: Groups

    func name(ofGroup group: [UInt8]) -> Name { directories.directory(of: CursorSet.hash(group)) ?? Self.unknown }

    /// A response has identified the directory of a group, whose request had no limiter. The permit moves to the
    /// directory's limiter and no longer delays the others.
    mutating func learn(_ group: [UInt8], isOf directory: [UInt8], permit: Int?, now: Int64) {
        let name = Self.name(directory)
        directories.learn(CursorSet.hash(group), isOf: name)
        guard let permit, let slot = unknownLimiter.remove(permit: permit) else { return }
        let index = indexOrNew(name, now: now)
        entries[index].limiter.count(slot, now: now)
    }

    // MARK: Limiters

    /// A linear search: as a rule at most two thousand small entries, once or twice for each request.
    private func index(of name: Name) -> Int? { entries.firstIndex { $0.name == name } }

    /// The limiter, created if necessary.
    private mutating func indexOrNew(_ name: Name, now: Int64) -> Int {
        if let index = index(of: name) { return index }
        if entries.count >= crowded { removeOld(now: now) }
        entries.append(Entry(name: name, limiter: RateLimiter(rate: rate)))
        return entries.count &- 1
    }

    /// Removes unused limiters; if many remain, also idle ones that have seen a 429, the longest idle first.
    private mutating func removeOld(now: Int64) {
        var age = RateLimiter.longestRecovery
        repeat {
            var index = 0
            while index < entries.count {
                if entries[index].limiter.isDone(now: now, after: age) {
                    entries.swapAt(index, entries.count &- 1)
                    entries.removeLast()
                } else {
                    index &+= 1
                }
            }
            age /= 2
        } while entries.count >= Self.maximumIdle && age >= RateLimiter.window
        crowded = max(Self.fewest, 2 &* entries.count)
    }
}
