/// What `GET /events` lists, and when: an event is held back for a while, and none overtakes an earlier one, but for
/// late ones, which come when their time is over and are listed last. All times are milliseconds of one clock.
struct EventStream {
    private struct Held {
        var event: Event
        var recorded: Int64
        /// What is added to the hold-back.
        var delay: Int64 = 0
    }

    /// In the order in which they are listed.
    private(set) var listed: [Event] = []
    /// Where in `listed` an id is.
    private var places: [String: Int] = [:]
    /// The number that each event was recorded with, held and missing ones included.
    private var numbers: [String: Int] = [:]
    private var numbersOfListed: [Int] = []
    /// In the order in which they will be listed.
    private var held: [Held] = []
    private var late: [Held] = []

    /// The ids of those that are not listed yet.
    var heldIds: [String] { held.map(\.event.id) + late.map(\.event.id) }

    /// Makes the event's id a valid cursor. Each event comes here first, whether or not it will ever be listed.
    mutating func note(_ event: Event) {
        numbers[event.id] = numbers.count
    }

    /// - Parameter places: how many of the held-back events it goes before.
    mutating func hold(_ event: Event, at now: Int64, before places: Int = 0) {
        held.insert(Held(event: event, recorded: now), at: max(0, held.count - places))
    }

    mutating func holdLate(_ event: Event, at now: Int64, by delay: Int) {
        late.append(Held(event: event, recorded: now, delay: Int64(delay)))
    }

    /// How many held-back events there are from the last one that `isMatch` on; nil where there is none.
    func places(to isMatch: (Event) -> Bool) -> Int? {
        held.lastIndex { isMatch($0.event) }.map { held.count - $0 }
    }

    /// Lists those whose time is over.
    mutating func release(at now: Int64, holdBack: Int) {
        func isDue(_ held: Held) -> Bool {
            now.saturating(subtracting: held.recorded) >= Int64(holdBack).saturating(adding: held.delay)
        }
        let count = held.firstIndex { !isDue($0) } ?? held.count
        for held in held.prefix(count) { list(held.event) }
        held.removeFirst(count)
        for late in late where isDue(late) { list(late.event) }
        late.removeAll(where: isDue)
    }

    /// Lists all of them.
    mutating func releaseAll() {
        for held in held + late { list(held.event) }
        held = []
        late = []
    }

    private mutating func list(_ event: Event) {
        places[event.id] = listed.count
        listed.append(event)
        numbersOfListed.append(numbers[event.id] ?? 0)
    }

    /// Where a page behind the cursor begins; nil where there is no such event. One that is not listed stands before
    /// those that were recorded after it: who reads on from there passes over all that are still held back.
    func start(after cursor: String) -> Int? {
        if let place = places[cursor] { return place + 1 }
        guard let number = numbers[cursor] else { return nil }
        return numbersOfListed.firstIndex { $0 > number } ?? listed.count
    }
}
