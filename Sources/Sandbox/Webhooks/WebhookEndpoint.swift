import Dispatch
import Synchronization

/// A receiver of webhooks. First attempts are made in the events' order. Failed ones are retried while others
/// continue, so a later event may arrive before an earlier one.
final class WebhookEndpoint: Sendable {
    /// As many as the API makes, but within seconds instead of days.
    static let maximumAttempts = 6
    private static let firstPause = 25
    private static let timeout: Int64 = 5_000_000_000

    let id: String
    private let url: WebhookURL
    private let secret: String
    /// The names of the events to deliver; nil for all.
    private let events: [String]?
    private let log: DeliveryLog
    private let queue: DispatchQueue
    private let isRemoved = Atomic(false)

    init(id: String, url: WebhookURL, secret: String, events: [String]?, log: DeliveryLog) {
        self.id = id
        self.url = url
        self.secret = secret
        self.events = events
        self.log = log
        queue = DispatchQueue(label: id)
    }

    /// Returns at once.
    func deliver(_ event: Event) {
        if let events, !events.contains(event.name) { return }
        log.begun()
        queue.async { self.attempt(event, number: 1) }
    }

    /// Starts no further delivery; one that is being sent is completed.
    func remove() {
        isRemoved.store(true, ordering: .relaxed)
    }

    var description: JSONObject {
        [
            "object": "webhook_endpoint", "id": .string(id), "url": .string(url.text), "secret": .string(secret),
            "events": events.map { .array($0.map(JSON.string)) } ?? .null,
        ]
    }

    private func attempt(_ event: Event, number: Int) {
        guard !isRemoved.load(ordering: .relaxed) else { return log.ended() }
        let attempt = send(event, number: number)
        log.tried(attempt)
        guard !attempt.isSuccess, number < Self.maximumAttempts else { return log.ended() }
        queue.asyncAfter(deadline: .now() + .milliseconds(Self.pause(after: number))) {
            self.attempt(event, number: number + 1)
        }
    }

    private func send(_ event: Event, number: Int) -> DeliveryLog.Attempt {
        let time = Timestamp.now()
        let signature = WebhookSignature.header(secret: secret, time: time, body: event.text)
        let headers = [
            ("Content-Type", "application/json"), ("User-Agent", "workosds-sandbox"),
            (WebhookSignature.headerName, signature),
        ]
        var attempt = DeliveryLog.Attempt(endpoint: id, event: event, number: number, time: time)
        do {
            attempt.status = try HTTPPost(url: url, headers: headers, body: event.text, timeout: Self.timeout).send()
        } catch {
            attempt.error = error.description
        }
        return attempt
    }

    /// In milliseconds: 25, 75, 225, 675, 2025.
    private static func pause(after number: Int) -> Int {
        (1..<number).reduce(firstPause) { pause, _ in pause * 3 }
    }
}
