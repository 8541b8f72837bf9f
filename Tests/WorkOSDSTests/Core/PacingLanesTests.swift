import Testing

@testable import WorkOSDS

struct PacingLanesTests {
    private let unknown = PacingLanes.unknown
    private let directory = PacingLanes.name(bytes("directory"))

    /// A request that is answered at once; nil where it has to wait.
    private func send(_ lanes: inout PacingLanes, _ name: PacingLanes.Name, at now: Int64, limited: Bool = false)
        -> Int?
    {
        guard case .go(let ticket) = lanes.request(name, now: now) else { return nil }
        lanes.answered(name, ticket: ticket, now: now, limited: limited)
        return ticket
    }

    @Test func directoriesDoNotWaitForEachOther() {
        var lanes = PacingLanes(rate: 1)
        for number in 0..<100 { #expect(send(&lanes, PacingLanes.name(bytes("\(number)")), at: 0) != nil) }
        for number in 0..<100 { #expect(send(&lanes, PacingLanes.name(bytes("\(number)")), at: 999) == nil) }
    }

    /// Groups whose directory is not known keep the pace of a directory together, and the directory's own.
    @Test func groupsOfOneDirectoryKeepItsPace() {
        var lanes = PacingLanes(rate: 4)
        var times: [Int64] = []
        var now: Int64 = 0
        for number in 0..<40 {
            let group = bytes("group \(number)")
            #expect(lanes.lane(ofGroup: group) == unknown)
            while true {
                let turn = lanes.request(unknown, now: now)
                if case .wait(let until) = turn { now = until }
                guard case .go(let ticket) = turn else { continue }
                lanes.answered(unknown, ticket: ticket, now: now, limited: false)
                lanes.learn(group, isOf: bytes("directory"), ticket: ticket, now: now)
                break
            }
            #expect(lanes.lane(ofGroup: group) == directory)
            times.append(now)
            now += 1
        }
        for index in 4..<40 { #expect(times[index] >= times[index - 4] + 1000) }
        #expect(send(&lanes, directory, at: now) == nil)
        #expect(times[39] < 10_000)
    }

    @Test func anUnknownDirectoryMayBeAny() {
        var lanes = PacingLanes(rate: 2)
        #expect(send(&lanes, directory, at: 0) != nil)
        #expect(send(&lanes, unknown, at: 0) != nil)
        #expect(send(&lanes, unknown, at: 1) == nil && send(&lanes, directory, at: 1) == nil)
        #expect(send(&lanes, PacingLanes.name(bytes("other")), at: 1) != nil)
        #expect(lanes.request(directory, now: 999) == .wait(until: 1000))
        #expect(lanes.request(unknown, now: 999) == .wait(until: 1001))
        #expect(send(&lanes, directory, at: 1000) != nil)
    }

    /// Groups of different directories do not hold each other back once they are known to be.
    @Test func answersSetTheOthersFree() {
        var lanes = PacingLanes(rate: 1)
        let other = PacingLanes.name(bytes("other"))
        let ticket = send(&lanes, unknown, at: 0)
        #expect(send(&lanes, directory, at: 1) == nil)
        lanes.learn(bytes("group"), isOf: bytes("other"), ticket: ticket, now: 1)
        #expect(send(&lanes, directory, at: 1) != nil && send(&lanes, other, at: 1) == nil)
        #expect(lanes.request(unknown, now: 2) == .wait(until: 1001))
    }

    @Test func forgetsWhatIsDone() {
        var lanes = PacingLanes(rate: 4)
        for number in 0..<6000 { _ = send(&lanes, PacingLanes.name(bytes("\(number)")), at: Int64(number)) }
        #expect(lanes.count <= 2500)
        for number in 0..<2500 { _ = send(&lanes, PacingLanes.name(bytes("more \(number)")), at: 30_000) }
        #expect(lanes.count <= 2500 + 256)
    }

    /// Those that have seen a 429 too, the longest idle first.
    @Test func forgetsWhatWasLimited() {
        var lanes = PacingLanes(rate: 4)
        for number in 0..<6000 {
            _ = send(&lanes, PacingLanes.name(bytes("\(number)")), at: Int64(number) * 10, limited: true)
        }
        #expect(lanes.count <= 2 * PacingLanes.mostIdle)
        #expect(lanes.spacing(PacingLanes.name(bytes("5999"))) == 250)
        #expect(lanes.spacing(PacingLanes.name(bytes("0"))) == nil)
    }

    @Test func remembersTheLastGroups() {
        var known = GroupDirectories()
        for group in 0..<UInt64(GroupDirectories.most + 100) { known.learn(group, isOf: group * 2) }
        #expect(known.directory(of: 99) == nil && known.directory(of: 100) == 200)
        known.learn(100, isOf: 7)
        #expect(known.directory(of: 100) == 7)
        #expect(known.directory(of: UInt64(GroupDirectories.most + 99)) == UInt64(GroupDirectories.most + 99) * 2)
    }
}
