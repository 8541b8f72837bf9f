import Testing

@testable import Sandbox

/// When events are listed, and in which order. Times are simulated.
struct EventStreamTests {
    private var stream = EventStream()

    private mutating func hold(_ number: Int, at now: Int64, before places: Int = 0) {
        let event = Event.numbered(number)
        stream.note(event)
        stream.hold(event, at: now, before: places)
    }

    private mutating func holdLate(_ number: Int, at now: Int64, by delay: Int) {
        let event = Event.numbered(number)
        stream.note(event)
        stream.holdLate(event, at: now, by: delay)
    }

    private mutating func listed(at now: Int64, holdBack: Int = 100) -> [String] {
        stream.release(at: now, holdBack: holdBack)
        return stream.listed.map { String($0.id.dropFirst("event_".count)) }
    }

    @Test mutating func eventsAreHeldBack() {
        hold(1, at: 1000)
        hold(2, at: 1050)
        #expect(listed(at: 1099) == [])
        #expect(stream.heldIds == ["event_1", "event_2"])
        #expect(listed(at: 1100) == ["1"])
        #expect(listed(at: 1149) == ["1"])
        #expect(listed(at: 1150) == ["1", "2"])
        #expect(stream.heldIds == [])
    }

    @Test mutating func noneOvertakesAnEarlierOne() {
        hold(1, at: 1000)
        hold(2, at: 1050, before: 1)
        #expect(listed(at: 1149) == [])
        #expect(listed(at: 1150) == ["2", "1"])
    }

    @Test mutating func placesBeyondTheHeldOnesAreTheFirst() {
        hold(1, at: 0)
        #expect(listed(at: 100) == ["1"])
        hold(2, at: 100)
        hold(3, at: 100, before: 99)
        #expect(listed(at: 200) == ["1", "3", "2"])
    }

    @Test mutating func lateOnesComeLast() {
        holdLate(1, at: 0, by: 500)
        hold(2, at: 0)
        hold(3, at: 10)
        #expect(listed(at: 110) == ["2", "3"])
        #expect(listed(at: 599) == ["2", "3"])
        #expect(stream.heldIds == ["event_1"])
        #expect(listed(at: 600) == ["2", "3", "1"])
    }

    @Test mutating func aShorterHoldBackCounts() {
        hold(1, at: 0)
        #expect(listed(at: 1, holdBack: .max) == [])
        #expect(listed(at: 1, holdBack: 0) == ["1"])
    }

    @Test mutating func allAtOnce() {
        holdLate(1, at: 0, by: .max)
        hold(2, at: 0)
        stream.releaseAll()
        #expect(listed(at: 0) == ["2", "1"])
    }

    @Test mutating func noTimeIsTooLong() {
        hold(1, at: .min)
        holdLate(2, at: .max, by: .max)
        #expect(listed(at: .max, holdBack: .max) == ["1"])
        #expect(listed(at: .min, holdBack: .max) == ["1"])
    }

    @Test mutating func cursors() {
        hold(1, at: 0)
        hold(2, at: 0)
        _ = listed(at: 100)
        hold(3, at: 100)
        hold(4, at: 100)
        stream.note(Event.numbered(9))
        #expect(stream.start(after: "event_1") == 1)
        #expect(stream.start(after: "event_2") == 2)
        #expect(stream.start(after: "event_0") == nil)
        // Events that are held back or never listed are skipped by a client that continues from there.
        #expect(stream.start(after: "event_4") == 2)
        #expect(stream.start(after: "event_9") == 2)
        hold(5, at: 100)
        _ = listed(at: 200)
        #expect(stream.start(after: "event_4") == 4)
        #expect(stream.start(after: "event_9") == 4)
    }

    @Test mutating func placesToAnEvent() {
        hold(1, at: 0)
        hold(2, at: 0)
        hold(3, at: 0)
        #expect(stream.places { $0.id == "event_2" } == 2)
        #expect(stream.places { $0.id == "event_7" } == nil)
    }
}
