import Testing

@testable import WorkOSDS

struct PacingLaneTests {
    private typealias Turn = PacingLane.Turn

    /// A lane whose requests, sent at 0, were answered at 10, 20, ... and limited or not.
    private func lane(limited: Int) -> PacingLane {
        var lane = PacingLane(rate: 4)
        for _ in 0..<limited { lane.answered(ticket: -1, now: 0, limited: true) }
        return lane
    }

    /// The clock of a connection: until it stands, its request has not been sent.
    @Test func aRequestWithoutAConnectionWaitsForIt() {
        var lane = PacingLane(rate: 1)
        #expect(lane.request(now: 0) == .go(ticket: 0))
        #expect(lane.request(now: 5000) == .wait(until: 6000))
        lane.connected(ticket: 0, now: 5500)
        lane.connected(ticket: 0, now: 5900)
        #expect(lane.request(now: 6000) == .wait(until: 7000))
        #expect(lane.request(now: 7499) == .wait(until: 7500))
        #expect(lane.request(now: 7500) == .go(ticket: 1))
        #expect(lane.request(now: 67_499) == .wait(until: 68_499))
        #expect(lane.request(now: 68_500) == .go(ticket: 2))
    }

    @Test func fourGoAtOnce() {
        var lane = PacingLane(rate: 4)
        for ticket in 0..<4 {
            #expect(lane.request(now: 0) == .go(ticket: ticket))
            lane.answered(ticket: ticket, now: Int64(ticket) * 10, limited: false)
        }
        #expect(lane.request(now: 50) == .wait(until: 1000))
        #expect(lane.request(now: 999) == .wait(until: 1000))
        #expect(lane.request(now: 1000) == .go(ticket: 4))
        #expect(lane.request(now: 1000) == .wait(until: 1010))
        #expect(lane.request(now: 1010) == .go(ticket: 5))
    }

    @Test func countsFromAnswersNotFromRequests() {
        var lane = PacingLane(rate: 4)
        for ticket in 0..<4 { #expect(lane.request(now: 0) == .go(ticket: ticket)) }
        lane.answered(ticket: 0, now: 700, limited: false)
        #expect(lane.request(now: 1000) == .wait(until: 1700))
        lane.answered(ticket: 1, now: 800, limited: false)
        #expect(lane.request(now: 1700) == .go(ticket: 4))
        #expect(lane.request(now: 1700) == .wait(until: 1800))
    }

    /// Whatever the latencies, a request is a second behind the answer to the fourth before it.
    @Test(arguments: [1, 2, 4, 10])
    func neverMoreThanTheRateInAnySecond(_ rate: Int) {
        var lane = PacingLane(rate: rate)
        var now: Int64 = 0
        var seed: UInt64 = 7
        var answers: [Int64] = []
        for number in 0..<200 {
            while case .wait(let until) = lane.request(now: now) {
                #expect(until > now)
                now = until
            }
            if number >= rate { #expect(now >= answers[number - rate] + 1000) }
            seed = seed &* 6_364_136_223_846_793_005 &+ 1
            now += Int64(seed >> 40) % 300
            answers.append(now)
            lane.answered(ticket: number, now: now, limited: false)
        }
    }

    /// Its iterator may have been left alone or freed.
    @Test func aRequestWithoutAnAnswerCountsForASecond() {
        var lane = PacingLane(rate: 1)
        #expect(lane.request(now: 0) == .go(ticket: 0))
        lane.connected(ticket: 0, now: 0)
        #expect(lane.request(now: 0) == .wait(until: 1000))
        #expect(lane.request(now: 600) == .wait(until: 1600))
        #expect(lane.request(now: 1000) == .wait(until: 2000))
        #expect(lane.request(now: 1999) == .wait(until: 2000))
        #expect(lane.request(now: 2000) == .go(ticket: 1))
    }

    @Test func singleRequestsAfterALimit() {
        var lane = PacingLane(rate: 4)
        #expect(lane.spacing == nil)
        #expect(lane.request(now: 0) == .go(ticket: 0))
        #expect(lane.request(now: 5) == .go(ticket: 1))
        lane.answered(ticket: 0, now: 20, limited: false)
        lane.answered(ticket: 1, now: 30, limited: true)
        #expect(lane.spacing == 250)
        #expect(lane.request(now: 100) == .wait(until: 280))
        #expect(lane.request(now: 280) == .go(ticket: 2))
        #expect(lane.request(now: 280) == .wait(until: 530))
        lane.answered(ticket: 2, now: 300, limited: false)
        #expect(lane.request(now: 530) == .wait(until: 550))
        #expect(lane.request(now: 550) == .go(ticket: 3))
    }

    @Test func eachFurtherLimitAddsATenth() {
        let expected: [Int64] = [
            250, 275, 302, 332, 366, 402, 442, 487, 535, 589, 648, 713, 784, 863, 949, 1000, 1000, 1000,
        ]
        #expect((1...18).map { lane(limited: $0).spacing } == expected)
    }

    @Test(arguments: [(1, 1000), (2, 500), (1000, 1), (0, 1000), (-5, 1000)] as [(Int, Int64)])
    func thePauseFollowsTheRate(_ rate: Int, _ expected: Int64) {
        var lane = PacingLane(rate: rate)
        lane.answered(ticket: 0, now: 0, limited: true)
        #expect(lane.spacing == expected)
    }

    @Test func oneStepBackEveryHalfMinute() {
        var lane = lane(limited: 3)
        func spacing(at now: Int64) -> Int64? {
            if case .go(let ticket) = lane.request(now: now) { lane.answered(ticket: ticket, now: now, limited: false) }
            return lane.spacing
        }
        #expect(spacing(at: 29_999) == 302)
        #expect(spacing(at: 30_000) == 275)
        #expect(spacing(at: 59_999) == 275)
        #expect(spacing(at: 60_000) == 250)
        #expect(spacing(at: 90_000) == nil)
    }

    @Test func aLimitBeginsTheHalfMinuteAnew() {
        var lane = lane(limited: 2)
        lane.answered(ticket: 0, now: 29_000, limited: true)
        _ = lane.request(now: 58_999)
        #expect(lane.spacing == 302)
        _ = lane.request(now: 59_000)
        #expect(lane.spacing == 275)
    }

    @Test func aLongRestRecoversAll() {
        var lane = lane(limited: 100)
        _ = lane.request(now: 30_000 * 20)
        #expect(lane.spacing == nil)
    }

    /// The pause does not grow beyond its cap out of sight.
    @Test func theFirstStepBackFromTheCapIsFelt() {
        var lane = lane(limited: 1000)
        _ = lane.request(now: 30_000)
        #expect(lane.spacing == 949)
    }

    @Test func isDoneWhenItsRequestsAreASecondOld() {
        func isDone(_ lane: PacingLane, _ now: Int64) -> Bool {
            lane.isDone(now: now, after: PacingLane.longestRecovery)
        }
        var lane = PacingLane(rate: 4)
        #expect(isDone(lane, 0))
        _ = lane.request(now: 0)
        lane.connected(ticket: 0, now: 0)
        #expect(!isDone(lane, 1500) && isDone(lane, 2000))
        lane.answered(ticket: 0, now: 100, limited: false)
        #expect(!isDone(lane, 1099) && isDone(lane, 1100))
        lane.answered(ticket: 0, now: 100, limited: true)
        #expect(!isDone(lane, 30_099) && isDone(lane, 30_100))
        #expect(!lane.isDone(now: 2099, after: 2000) && lane.isDone(now: 2100, after: 2000))
    }

    @Test func answersToForgottenRequestsChangeNothing() {
        var lane = PacingLane(rate: 2)
        for (ticket, now) in ([0, 1, 3000, 3001] as [Int64]).enumerated() {
            #expect(lane.request(now: now) == .go(ticket: ticket))
            lane.connected(ticket: ticket, now: now)
        }
        lane.answered(ticket: 0, now: 9000, limited: false)
        lane.answered(ticket: 77, now: 9000, limited: false)
        lane.answered(ticket: 2, now: 3010, limited: false)
        #expect(lane.request(now: 4009) == .wait(until: 4010))
        #expect(lane.request(now: 4010) == .go(ticket: 4))
    }
}

extension PacingLane {
    /// Tickets in the order of the requests.
    mutating func request(now: Int64) -> Turn { request(now: now, ticket: (slots.last?.ticket ?? -1) + 1) }
}
