import WorkOSDirectorySync

/// Applies the events since the last time, oldest first, each page in one transaction with its cursor.
final class EventFollower {
    /// How a run over the events ended.
    enum Outcome {
        case caughtUp(events: Int)
        /// The API no longer accepts the cursor, so everything must be listed.
        case refused
    }

    /// The API lists 30 days at a time, and keeps 90 days; one day less because clocks differ.
    static let reach = 29 * 86_400.0
    /// How long before a listing events are followed from, for held-back events and differences of clocks. Events older
    /// than the listing have no effect.
    static let margin = 900.0

    private let context: MirrorContext
    private let store: any Store
    /// Users deleted by events in this cycle, by directory.
    private var deletedBefore: [String: Set<String>] = [:]

    init(_ context: MirrorContext) {
        self.context = context
        store = context.store
    }

    func follow() throws -> Outcome {
        let state = try store.state()
        let began = Moment.now
        guard let query = query(from: state, at: began) else { return .caughtUp(events: 0) }
        guard let events = try take(query) ?? takeWithoutTime(query) else { return .refused }
        try store.begin()
        try store.caughtUp(at: began)
        try store.commit()
        return .caughtUp(events: events)
    }

    /// The number of new events; nil if the API rejects the query.
    private func take(_ query: EventQuery) throws -> Int? {
        let reader = EventReader(try context.source(context.client.listEvents(query)))
        defer { reader.close() }
        var events = 0
        var isProven = false
        do {
            while let (page, cursor) = try reader.next(context.loop) {
                isProven = true
                events += try apply(page, cursor)
            }
        } catch let error as APIError where Self.isRefusal(error) && !isProven {
            guard query.paging.after != nil || query.rangeStart != nil else { throw error }
            return nil
        }
        return events
    }

    /// If the API rejects the time, for example because of a wrong clock, reads all its events, which are mostly known.
    private func takeWithoutTime(_ query: EventQuery) throws -> Int? {
        guard query.rangeStart != nil else { return nil }
        return try take(EventQuery(organizationID: query.organizationID))
    }

    /// In a quiet environment the last event may be older than the API's limit. No event followed it while the mirror
    /// polled, so new ones are found by their time.
    private func query(from state: MirrorState, at now: Moment) -> EventQuery? {
        let floor = now.advanced(seconds: -Self.reach)
        let organization = context.settings.scope.organization
        if let cursor = state.eventCursor, state.eventCursorAt.map({ $0 >= floor }) ?? true {
            return EventQuery(organizationID: organization, paging: Paging(after: cursor))
        }
        guard let since = state.eventCursor == nil ? state.eventsSince : state.caughtUpAt ?? state.eventCursorAt else {
            return nil
        }
        return EventQuery(
            organizationID: organization, rangeStart: max(since.advanced(seconds: -Self.margin), floor).text)
    }

    /// Other APIs respond with 410 if they no longer have it.
    private static func isRefusal(_ error: APIError) -> Bool {
        switch error.httpStatus {
        case 400, 404, 410, 422: true
        default: false
        }
    }

    /// The number of new events.
    private func apply(_ page: Page, _ cursor: String?) throws -> Int {
        let events = try readable(page)
        let held = try flooded(by: events.compactMap(\.event))
        let inquiries = Inquiries(context)
        // Until no inquiry is open. An answer may lead to another inquiry, but none is sent twice, and all are about
        // objects in the page.
        while true {
            try store.commit()
            try store.begin()
            let count = try applied(events, inquiries, held)
            if inquiries.open.isEmpty {
                if let cursor { try store.setCursor(cursor, at: page.lastCreatedAt) }
                try store.commit()
                return count
            }
            store.rollback()
            try inquiries.ask()
        }
    }

    /// An event that the database cannot read may be about any directory.
    private func readable(_ page: Page) throws -> [(row: Row, event: MirrorEvent?)] {
        try store.commit()
        do {
            return try store.events(in: page)
        } catch let error as ConstraintViolation {
            let events = page.singles
            guard events.count < 2 else { return try events.flatMap(readable) }
            guard events.count == 1 else { throw error }
            try store.transaction { try store.requireListing("an event could not be read") }
            return []
        }
    }

    private func applied(
        _ events: [(row: Row, event: MirrorEvent?)], _ inquiries: Inquiries, _ held: [String: String]
    ) throws -> Int {
        let application = EventApplication(store, inquiries, now: .now, held: held)
        do {
            return try events.reduce(0) { count, entry in
                try application.apply(entry.row, entry.event) ? count + 1 : count
            }
        } catch {
            store.rollback()
            throw error
        }
    }

    /// With `--max-event-removal`: the directories of which this cycle's events, including the page, delete more users
    /// than allowed.
    private func flooded(by events: [MirrorEvent]) throws -> [String: String] {
        let limits = context.settings.guardLimits
        guard limits.eventPercent != nil, !context.settings.confirmsRemoval else { return [:] }
        var deleted: [String: Set<String>] = [:]
        var ended: Set<String> = []
        for event in events where event.action == .gone {
            switch event.matter {
            case .user where try store.has(.users, event.subject):
                deleted[event.directory, default: []].insert(event.subject)
            case .directory: ended.insert(event.directory)
            default: break
            }
        }
        var held: [String: String] = [:]
        for directory in ended.union(deleted.keys) {
            let before = deletedBefore[directory] ?? []
            let earlier = try store.heldDeletions(in: directory).map(\.user)
            let users = before.union(earlier).union(deleted[directory] ?? [])
            let total = try userCount(directory) + before.count
            let count = ended.contains(directory) ? total : users.count
            if limits.holdsEvents(count, of: total) {
                for user in before { try store.holdDeletion(of: user, "user", in: directory) }
                held[directory] = Self.sentence(directory, count, total, limits.eventPercent ?? 0)
            } else {
                deletedBefore[directory] = before.union(deleted[directory] ?? [])
            }
        }
        return held
    }

    private static func sentence(_ directory: String, _ count: Int, _ total: Int, _ percent: Double) -> String {
        """
        events deleted \(count) of \(total) users of \(directory): more than --max-event-removal \(percent.shortText) \
        percent. They were not removed. If they should go, run again with --confirm-removal
        """
    }

    private func userCount(_ directory: String) throws -> Int {
        try store.count("SELECT count(*) FROM users WHERE directory_id = ?1", [.text(directory)])
    }
}

/// The pages of events, one at a time.
private final class EventReader: Work {
    private let source: PageSource
    private var result: Result<(Page, String?)?, any Error>?

    init(_ source: PageSource) { self.source = source }

    var descriptors: [Int32] { source.descriptors }
    var wakesAt: Double? { source.wakesAt }

    /// Nil at the end.
    func next(_ loop: WorkLoop) throws -> (Page, String?)? {
        result = nil
        var works: [any Work] = [self]
        try loop.run(&works)
        return try result?.get()
    }

    func advance() throws -> Progress {
        do {
            switch try source.next() {
            case .pending: return .waiting
            case .page(let page, let cursor): result = .success((page, cursor))
            case .end: result = .success(nil)
            }
        } catch let error as APIError {
            result = .failure(error)
        }
        return .finished
    }

    func close() { source.close() }
}
