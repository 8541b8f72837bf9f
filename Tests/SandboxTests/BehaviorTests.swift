import Testing

@testable import Sandbox

struct BehaviorTests {
    private func drawn(_ misbehavior: Misbehavior, _ count: Int, of control: BehaviorControl) -> [Bool] {
        (0..<count).map { _ in control.happens(misbehavior) }
    }

    private func control(_ chances: [Misbehavior: Chance], seed: Int = 1) -> BehaviorControl {
        var behavior = Behavior()
        behavior.chances = chances
        behavior.seed = seed
        return BehaviorControl(behavior)
    }

    @Test func aSeedGivesTheSameDraws() {
        let chances: [Misbehavior: Chance] = [.lateEvents: .probability(0.3)]
        let first = drawn(.lateEvents, 1000, of: control(chances))
        #expect(first == drawn(.lateEvents, 1000, of: control(chances)))
        #expect(first != drawn(.lateEvents, 1000, of: control(chances, seed: 2)))
        #expect((200...400).contains(first.count { $0 }))
    }

    @Test func oneDrawsNothingOfAnother() {
        let alone = drawn(.lateEvents, 100, of: control([.lateEvents: .probability(0.5)]))
        let both = control([.lateEvents: .probability(0.5), .missingEvents: .probability(0.5)])
        let drawn = (0..<100).map { _ in
            _ = both.happens(.missingEvents)
            return both.happens(.lateEvents)
        }
        #expect(drawn == alone)
    }

    @Test func countsRunOut() {
        let control = control([.staleReads: .count(2)])
        #expect(drawn(.staleReads, 4, of: control) == [true, true, false, false])
        #expect(control.current.chances[.staleReads] == .count(0))
        control.reset()
        #expect(control.happens(.staleReads))
    }

    @Test func drawsStartOver() {
        let control = control([.lateEvents: .probability(0.5)])
        let first = drawn(.lateEvents, 50, of: control)
        control.change { $0.seed = 1 }
        #expect(drawn(.lateEvents, 50, of: control) != first)
        control.change(redraws: true) { $0.seed = 1 }
        #expect(drawn(.lateEvents, 50, of: control) == first)
    }

    @Test func certaintiesAreCertain() {
        let control = control([.lateEvents: .always, .missingEvents: .never])
        #expect(drawn(.lateEvents, 100, of: control).allSatisfy { $0 })
        #expect(!drawn(.missingEvents, 100, of: control).contains(true))
    }

    @Test func chancesAreRead() {
        #expect(Chance(text: "0.25") == .probability(0.25))
        #expect(Chance(text: "count:3") == .count(3))
        for text in ["", "-0.1", "1.1", "nan", "inf", "count:", "count:-1", "count:x", "3"] {
            #expect(Chance(text: text) == nil, "\(text)")
        }
    }

    @Test func whatIsShownCanBeGiven() throws {
        var behavior = Behavior()
        try behavior.set(["hold_back_ms": 7, "late_events": ["count": 3], "rate_limit": "window", "retry_after": 1])
        var other = Behavior()
        try other.set(behavior.description)
        #expect(other.description == behavior.description)
        try other.set(["rate_limit": nil, "retry_after": nil])
        #expect(other.rateLimit == nil && other.retryAfter == nil)
    }

    @Test(
        arguments: [
            ["hold_back_ms": -1], ["hold_back_ms": "1"], ["hold_back_ms": 1.5], ["page_delay_ms": 30_001], ["rate": 0],
            ["late_events": 2], ["late_events": "often"], ["late_events": ["count": -1]], ["late_events": ["times": 1]],
            ["rate_limit": "bottle"], ["cloudflare_status": 500], ["sync_disabled": 1], ["forbidden_directories": [1]],
            ["holdback": 1],
        ] as [JSONObject])
    func refused(_ given: JSONObject) {
        var behavior = Behavior()
        let problem = #expect(throws: Problem.self) { try behavior.set(given) }
        #expect(problem?.status == 422)
        #expect(problem?.body["errors"]?.array?.first?.object?["field"]?.string == given.members[0].key)
    }
}
