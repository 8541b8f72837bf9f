import DirectorySync

/// Takes the events since the last run, oldest first: each page in one transaction with its cursor.
final class EventFollower {
    enum Outcome {
        case caughtUp(events: Int)
        /// The cursor is not taken any more: everything has to be listed.
        case cursorRefused(APIError)
    }

    /// The API answers for 30 days at a time, and keeps 90: a day less, for clocks that differ.
    static let reach = 29 * 86_400.0

    private let store: MirrorStore
    private let client: Client
    private let loop: WorkLoop

    init(_ store: MirrorStore, _ client: Client, _ loop: WorkLoop) {
        self.store = store
        self.client = client
        self.loop = loop
    }

    /// The newest event that there is: what is listed after this has happened is at least as new.
    func newest() throws -> (id: String, createdAt: String?)? {
        var newest: (id: String, createdAt: String?)?
        let paging = Paging(limit: 1, maxItems: 1, order: .desc)
        try fetch(EventQuery(paging: paging)) { event in
            if let id = event.member("id")?.string { newest = (id, event.member("created_at")?.string) }
        }
        return newest
    }

    func follow() throws -> Outcome {
        let state = try store.state()
        let began = Moment.now
        let query = query(from: state, at: began)
        let application = try EventApplication(store, listedEventAt: state.listedEventAt)
        let source = try PageSource(client.listEvents(query))
        defer { source.close() }
        var events = 0
        do {
            while let page = try nextPage(of: source) { events += try apply(page, application) }
        } catch let error as APIError where isRefusal(error) && query.paging.after != nil && events == 0 {
            // Is it the cursor? Without one the same question has to be answered.
            _ = try newest()
            return .cursorRefused(error)
        }
        try store.begin()
        try store.caughtUp(at: began)
        return .caughtUp(events: events)
    }

    /// In a quiet environment the last event may be older than the API answers for. Then nothing came after it as long
    /// as the mirror has looked, and what is new is found by its time.
    private func query(from state: MirrorState, at now: Moment) -> EventQuery {
        let paging = Paging(order: .asc)
        guard let cursor = state.eventCursor else { return EventQuery(paging: paging) }
        let floor = now.advanced(seconds: -Self.reach)
        if let cursorAt = state.eventCursorAt, cursorAt < floor {
            return EventQuery(rangeStart: floor.text, paging: paging)
        }
        return EventQuery(paging: Paging(after: cursor, order: .asc))
    }

    private func isRefusal(_ error: APIError) -> Bool {
        error.status == .badRequest || error.status == .unprocessable || error.status == .notFound
    }

    // MARK: - Pages

    private typealias Page = (text: [UInt8], cursor: String?)

    private func nextPage(of source: PageSource) throws -> Page? {
        let work = PageFetch(source)
        try loop.run([work])
        if let error = work.error { throw error }
        return work.page
    }

    /// The number of events that were new.
    private func apply(_ page: Page, _ application: EventApplication) throws -> Int {
        try page.text.withUnsafeBytes { bytes in
            guard let text = JSONText(bytes) else { return 0 }
            try fetchDirectories(for: text, application)
            return try store.transaction {
                var events = 0
                var last: JSONText?
                try text.forEachElement { event in
                    if try application.apply(event) { events += 1 }
                    last = event
                }
                if let cursor = page.cursor {
                    try store.setCursor(cursor, at: last?.member("created_at")?.string)
                }
                return events
            }
        }
    }

    /// An event names its directory, and says little of it: what is not known yet is asked for.
    private func fetchDirectories(for page: JSONText, _ application: EventApplication) throws {
        var wanted: [String] = []
        try page.forEachElement { text in
            guard let id = text.member("id")?.string, let event = MirrorEvent(text, id: id), event.needsDirectory,
                !wanted.contains(event.directory),
                try !store.exists("SELECT 1 FROM applied_events WHERE id = ?", [id])
            else { return }
            let isKnown = try store.exists("SELECT 1 FROM directories WHERE id = ?", [event.directory])
            if !isKnown || event.type == "dsync.activated" { wanted.append(event.directory) }
        }
        application.fetchedDirectories = [:]
        let fetches = try wanted.map { id in
            Fetch(try PageSource(client.startDirectory(id))) { record in
                application.fetchedDirectories[id] = Array(record.bytes)
            }
        }
        try loop.run(fetches)
        for (id, fetch) in zip(wanted, fetches) {
            guard let error = fetch.error else { continue }
            guard error.status == .notFound else { throw error }
            application.fetchedDirectories[id] = .some(nil)
        }
    }

    private func fetch(_ query: EventQuery, _ take: @escaping (JSONText) throws -> Void) throws {
        let fetch = Fetch(try PageSource(client.listEvents(query)), take)
        try loop.run([fetch])
        try fetch.check()
    }
}

/// The next page of a listing, kept.
private final class PageFetch: Work {
    private let source: PageSource
    private(set) var page: (text: [UInt8], cursor: String?)?
    private(set) var error: APIError?

    init(_ source: PageSource) { self.source = source }

    var descriptors: [Int32] { [source.descriptor] }
    var wakesAt: Double? { nil }

    func advance() throws -> Progress {
        var text: [UInt8] = []
        do {
            switch try source.next({ text = Array($0.bytes) }) {
            case .pending: return .waiting
            case .page(let cursor): page = (text, cursor)
            case .end: break
            }
        } catch let error as APIError {
            self.error = error
        }
        return .finished
    }
}
