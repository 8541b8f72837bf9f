import Synchronization

/// All endpoints.
final class Webhooks: Sendable {
    let log = DeliveryLog()
    private let allowsAnyHost: Bool
    private let endpoints = Mutex<[WebhookEndpoint]>([])

    /// - Parameter allowsAnyHost: whether endpoints may be on other machines.
    init(allowsAnyHost: Bool = false) {
        self.allowsAnyHost = allowsAnyHost
    }

    func add(_ given: JSONObject) throws(Problem) -> JSONObject {
        guard let text = given["url"]?.string else { throw .invalid([.init("url", "url must be a string.")]) }
        guard let secret = given["secret"]?.string, !secret.isEmpty else {
            throw .invalid([.init("secret", "secret must be a string, and not empty.")])
        }
        let endpoint = WebhookEndpoint(
            id: Identifier.random("we_"),
            url: try url(text),
            secret: secret,
            events: try Self.names(given["events"]),
            log: log
        )
        endpoints.withLock { $0.append(endpoint) }
        return endpoint.description
    }

    func url(_ text: String) throws(Problem) -> WebhookURL {
        guard let url = WebhookURL(text) else {
            throw .invalid([.init("url", "The URL must be like http://host/path.")])
        }
        guard allowsAnyHost || url.isLoopback else {
            throw .invalid([.init("url", "The URL's host must be a loopback address unless --host is not.")])
        }
        return url
    }

    func remove(_ id: String) throws(Problem) {
        let endpoint = endpoints.withLock { endpoints in
            endpoints.firstIndex { $0.id == id }.map { endpoints.remove(at: $0) }
        }
        guard let endpoint else {
            throw .message(404, "Webhook endpoint not found: '\(id)'.", code: "entity_not_found")
        }
        endpoint.remove()
    }

    func removeAll() {
        let removed = endpoints.withLock { endpoints in
            defer { endpoints = [] }
            return endpoints
        }
        for endpoint in removed { endpoint.remove() }
    }

    var descriptions: [JSONObject] {
        endpoints.withLock { $0.map(\.description) }
    }

    /// Returns at once.
    func deliver(_ event: Event) {
        for endpoint in endpoints.withLock({ $0 }) { endpoint.deliver(event) }
    }

    private static func names(_ given: JSON?) throws(Problem) -> [String]? {
        guard let given, given != .null else { return nil }
        let names = given.array?.compactMap(\.string)
        guard let names, names.count == given.array?.count else {
            throw .invalid([.init("events", "events must be an array of strings.")])
        }
        return names
    }
}
