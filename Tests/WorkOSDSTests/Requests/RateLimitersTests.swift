import Testing

@testable import WorkOSDS

struct RateLimitersTests {
    private let unknown = RateLimiters.unknown
    private let directory = RateLimiters.name(bytes("directory"))

    /// A request with an immediate response; nil if it has to wait.
    private func send(_ limiters: inout RateLimiters, _ name: RateLimiters.Name, at now: Int64, limited: Bool = false)
        -> Int?
    {
        guard case .granted(let permit) = limiters.acquire(name, now: now) else { return nil }
        limiters.answered(name, permit: permit, now: now, limited: limited)
        return permit
    }

    @Test func directoriesDoNotWaitForEachOther() {
        var limiters = RateLimiters(rate: 1)
        for number in 0..<100 { #expect(send(&limiters, RateLimiters.name(bytes("\(number)")), at: 0) != nil) }
        for number in 0..<100 { #expect(send(&limiters, RateLimiters.name(bytes("\(number)")), at: 999) == nil) }
    }

    /// Groups whose directory is unknown share the limit of one directory, besides the directory's own limit.
    @Test func groupsOfOneDirectoryKeepItsPace() {
        var limiters = RateLimiters(rate: 4)
        var times: [Int64] = []
        var now: Int64 = 0
        for number in 0..<40 {
            let group = bytes("group \(number)")
            #expect(limiters.name(ofGroup: group) == unknown)
            while true {
                let turn = limiters.acquire(unknown, now: now)
                if case .wait(let until) = turn { now = until }
                guard case .granted(let permit) = turn else { continue }
                limiters.answered(unknown, permit: permit, now: now, limited: false)
                limiters.learn(group, isOf: bytes("directory"), permit: permit, now: now)
                break
            }
            #expect(limiters.name(ofGroup: group) == directory)
            times.append(now)
            now += 1
        }
        for index in 4..<40 { #expect(times[index] >= times[index - 4] + 1000) }
        #expect(send(&limiters, directory, at: now) == nil)
        #expect(times[39] < 10_000)
    }

    @Test func anUnknownDirectoryMayBeAny() {
        var limiters = RateLimiters(rate: 2)
        #expect(send(&limiters, directory, at: 0) != nil)
        #expect(send(&limiters, unknown, at: 0) != nil)
        #expect(send(&limiters, unknown, at: 1) == nil && send(&limiters, directory, at: 1) == nil)
        #expect(send(&limiters, RateLimiters.name(bytes("other")), at: 1) != nil)
        #expect(limiters.acquire(directory, now: 999) == .wait(until: 1000))
        #expect(limiters.acquire(unknown, now: 999) == .wait(until: 1001))
        #expect(send(&limiters, directory, at: 1000) != nil)
    }

    /// Groups do not delay each other once they are known to be in different directories.
    @Test func answersSetTheOthersFree() {
        var limiters = RateLimiters(rate: 1)
        let other = RateLimiters.name(bytes("other"))
        let permit = send(&limiters, unknown, at: 0)
        #expect(send(&limiters, directory, at: 1) == nil)
        limiters.learn(bytes("group"), isOf: bytes("other"), permit: permit, now: 1)
        #expect(send(&limiters, directory, at: 1) != nil && send(&limiters, other, at: 1) == nil)
        #expect(limiters.acquire(unknown, now: 2) == .wait(until: 1001))
    }

    @Test func forgetsWhatIsDone() {
        var limiters = RateLimiters(rate: 4)
        for number in 0..<6000 { _ = send(&limiters, RateLimiters.name(bytes("\(number)")), at: Int64(number)) }
        #expect(limiters.count <= 2500)
        for number in 0..<2500 { _ = send(&limiters, RateLimiters.name(bytes("more \(number)")), at: 30_000) }
        #expect(limiters.count <= 2500 + 256)
    }

    /// Also those that have seen a 429, the longest idle first.
    @Test func forgetsWhatWasLimited() {
        var limiters = RateLimiters(rate: 4)
        for number in 0..<6000 {
            _ = send(&limiters, RateLimiters.name(bytes("\(number)")), at: Int64(number) * 10, limited: true)
        }
        #expect(limiters.count <= 2 * RateLimiters.maximumIdle)
        #expect(limiters[RateLimiters.name(bytes("5999"))]?.spacing == 250)
        #expect(limiters[RateLimiters.name(bytes("0"))]?.spacing == nil)
    }

    @Test func remembersTheLastGroups() {
        var known = GroupDirectories()
        for group in 0..<UInt64(GroupDirectories.capacity + 100) { known.learn(group, isOf: group * 2) }
        #expect(known.directory(of: 99) == nil && known.directory(of: 100) == 200)
        known.learn(100, isOf: 7)
        #expect(known.directory(of: 100) == 7)
        #expect(
            known.directory(of: UInt64(GroupDirectories.capacity + 99)) == UInt64(GroupDirectories.capacity + 99) * 2)
    }
}
