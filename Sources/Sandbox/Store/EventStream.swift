/// What `GET /events` lists, and when. Events are held back for a while and listed in order, except late ones: they
/// are appended when their delay is over. All times are milliseconds of one clock.
struct EventStream {
    /// An event that is not listed yet.
    private struct Held {
        var event: Event
        var recorded: Int64
        /// The delay in addition to the hold-back.
        var delay: Int64 = 0
    }

    /// In the order of the list.
    private(set) var listed: [Event] = []
    /// The index in `listed` of each id.
    private var places: [String: Int] = [:]
    /// The number of each event in the order of recording, also of held and missing ones.
    private var numbers: [String: Int] = [:]
    private var numbersOfListed: [Int] = []
    /// In the order in which they will be listed.
    private var held: [Held] = []
    private var late: [Held] = []

    /// The ids of the events that are not listed yet.
    var heldIds: [String] { held.map(\.event.id) + late.map(\.event.id) }

    /// Makes the event's id a valid cursor. Called first for each event, also for those that will never be listed.
    mutating func note(_ event: Event) {
        numbers[event.id] = numbers.count
    }

    /// - Parameter places: how many of the held-back events it is listed before.
    mutating func hold(_ event: Event, at now: Int64, before places: Int = 0) {
        held.insert(Held(event: event, recorded: now), at: max(0, held.count - places))
    }

    mutating func holdLate(_ event: Event, at now: Int64, by delay: Int) {
        late.append(Held(event: event, recorded: now, delay: Int64(delay)))
    }

    /// How many held-back events there are from the last match on; nil without a match.
    func places(to isMatch: (Event) -> Bool) -> Int? {
        held.lastIndex { isMatch($0.event) }.map { held.count - $0 }
    }

    /// Lists the events whose delay is over.
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

    /// Lists all events.
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

    /// The index where a page after the cursor begins; nil if there is no such event. A cursor that is not listed yet
    /// leads to the events recorded after it, so that a client skips everything still held back.
    func start(after cursor: String) -> Int? {
        if let place = places[cursor] { return place + 1 }
        guard let number = numbers[cursor] else { return nil }
        return numbersOfListed.firstIndex { $0 > number } ?? listed.count
    }
}
