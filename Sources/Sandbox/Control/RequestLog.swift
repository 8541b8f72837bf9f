import Synchronization

/// The last ten thousand requests, for tests to check.
final class RequestLog: Sendable {
    private static let capacity = 10_000

    /// A request, with its status once it was answered.
    private struct Entry {
        var method: String
        var target: String
        var headers: [RequestHead.Header]
        var credential: Credential
        /// Nanoseconds since 1970.
        var time: Int64
        var status: Int?
    }

    /// Overwrites the oldest entry when it is full.
    private struct Ring {
        var entries: [Entry] = []
        /// The number of the next request. The first request of the process is 0.
        var next = 0
        /// The number of the oldest request in the log.
        var first = 0
    }

    private let ring = Mutex(Ring())

    /// Returns the request's number, for `answered`.
    func arrived(_ request: Request) -> Int {
        let entry = Entry(
            method: request.method,
            target: request.target,
            headers: request.headers,
            credential: Credential(request),
            time: Clock.realtime()
        )
        return ring.withLock { ring in
            let number = ring.next
            ring.next += 1
            if ring.entries.count < Self.capacity {
                ring.entries.append(entry)
            } else {
                ring.entries[(number - ring.first) % Self.capacity] = entry
            }
            return number
        }
    }

    /// - Parameter status: nil if the connection was closed without a response.
    func answered(_ number: Int, status: Int?) {
        ring.withLock { ring in
            guard number >= ring.first, ring.next - number <= Self.capacity else { return }
            ring.entries[(number - ring.first) % Self.capacity].status = status
        }
    }

    func removeAll() {
        ring.withLock { ring in
            ring.entries = []
            ring.first = ring.next
        }
    }

    /// Oldest first.
    var descriptions: [JSONObject] {
        let (entries, oldest) = ring.withLock { ring in
            (ring.entries, ring.entries.isEmpty ? 0 : (ring.next - ring.first - ring.entries.count) % Self.capacity)
        }
        return (entries[oldest...] + entries[..<oldest]).map(Self.description)
    }

    private static func description(_ entry: Entry) -> JSONObject {
        var headers = JSONObject([])
        let values = Dictionary(entry.headers.map { ($0.name.lowercased(), $0.value) }) { "\($0), \($1)" }
        for (name, value) in values.sorted(by: { $0.key < $1.key }) where name != "authorization" {
            headers[name] = .string(value)
        }
        let microseconds = entry.time / 1000
        return [
            "method": .string(entry.method), "path": .string(entry.target), "headers": .object(headers),
            "authorization": .string(entry.credential.rawValue),
            "time": .number("\(microseconds / 1000).\(Provider.digits(Int(microseconds % 1000), 3))"),
            "status": entry.status.map { JSON($0) } ?? .null,
        ]
    }
}
