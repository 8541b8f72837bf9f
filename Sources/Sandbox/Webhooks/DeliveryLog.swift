import Synchronization

/// The latest attempts to deliver events, and the number of unfinished deliveries.
final class DeliveryLog: Sendable {
    private static let capacity = 10_000

    /// One attempt to deliver one event to one endpoint.
    struct Attempt: Sendable {
        var endpoint: String
        var event: Event
        /// 1 for the first one.
        var number: Int
        var time: Timestamp
        /// Nil if there was no response.
        var status: Int?
        /// Why there was no response.
        var error: String?
    }

    /// What the mutex guards.
    private struct State {
        var attempts: [Attempt] = []
        var pending = 0
    }

    private let state = Mutex(State())

    func begun() {
        state.withLock { $0.pending += 1 }
    }

    func ended() {
        state.withLock { $0.pending -= 1 }
    }

    func tried(_ attempt: Attempt) {
        state.withLock { state in
            state.attempts.append(attempt)
            // Many at a time, because each removal moves the rest.
            if state.attempts.count >= Self.capacity * 2 { state.attempts.removeFirst(Self.capacity) }
        }
    }

    func removeAll() {
        state.withLock { $0.attempts = [] }
    }

    /// Oldest first.
    var description: JSONObject {
        let state = state.withLock { $0 }
        let attempts = state.attempts.suffix(Self.capacity).map { JSON.object($0.description) }
        return ["object": "list", "data": .array(attempts), "pending": JSON(state.pending)]
    }
}

extension DeliveryLog.Attempt {
    var isSuccess: Bool { (200...299).contains(status ?? 0) }

    fileprivate var description: JSONObject {
        [
            "endpoint_id": .string(endpoint), "event_id": .string(event.id), "event": .string(event.name),
            "attempt": JSON(number), "status": status.map { JSON($0) } ?? .null, "error": JSON(error),
            "time": .string(time.text),
        ]
    }
}
