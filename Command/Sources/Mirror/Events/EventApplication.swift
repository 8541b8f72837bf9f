import WorkOSDirectorySync

/// Applies a page of events to the mirror, each event once, in one transaction.
///
/// An event whose effect cannot be determined adds an inquiry to `inquiries`. The page is then rolled back, the
/// inquiries are sent, and the page is applied again with the answers.
final class EventApplication {
    /// The maximum difference between the clocks of the service and of this machine.
    static let clockDifference = 2.0
    /// Two changes of one membership within this time are not ordered by their times.
    static let membershipMemory = 3600.0

    private let store: any Store
    private let inquiries: Inquiries
    private let now: Moment
    /// Directories with too many deletions, and the message for each.
    private let held: [String: String]
    private var cause: Cause

    init(_ store: any Store, _ inquiries: Inquiries, now: Moment, held: [String: String] = [:]) {
        self.store = store
        self.inquiries = inquiries
        self.now = now
        self.held = held
        cause = Cause(source: Cause.event, changedAt: now)
    }

    /// Returns true if it was new.
    func apply(_ row: Row, _ event: MirrorEvent?) throws -> Bool {
        guard let id = row.text("id"), !id.isEmpty else { return false }
        guard store.canStore(id: id) else {
            try requireListingOfOdd(row)
            return true
        }
        // Its object may have been added by an event before it.
        let event = try event ?? store.event(row)
        let isNew = try store.execute(
            """
            INSERT INTO applied_events (id, created_at, type, subject, applied_at) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO NOTHING
            """,
            [.text(id), Value(row.text("created_at")), Value(row.text("type")), Value(event?.key), Value(now)])
        guard isNew > 0 else { return false }
        guard let event else {
            try requireListingOfOdd(row)
            return true
        }
        guard store.scope.holds(directory: event.directory) else { return true }
        cause.eventID = id
        cause.eventCreatedAt = event.createdAt
        if let text = held[event.directory], try hold(event, text) { return true }
        switch event.matter {
        case .directory: try applyDirectory(event)
        case .user: try applyRecord(event, .users, .user(event.subject))
        case .group: try applyRecord(event, .groups, .group(event.subject))
        case .membership(let group, let user): try applyMembership(event, group: group, user: user)
        }
        return true
    }

    /// Whether it is a deletion that waits for `--confirm-removal`.
    private func hold(_ event: MirrorEvent, _ text: String) throws -> Bool {
        switch event.matter {
        case .user where event.action == .gone: try store.holdDeletion(of: event.subject, "user", in: event.directory)
        case .directory where event.action == .gone:
            try store.holdDeletion(of: event.subject, "directory", in: event.directory)
        default: return false
        }
        try store.hold(event.directory, text, now)
        return true
    }

    /// The event is about a known directory, but cannot be read.
    private func requireListingOfOdd(_ row: Row) throws {
        guard let directory = try store.directory(of: row), try store.has(.directories, directory) else { return }
        try store.requireListing(of: directory, "an event of it could not be read")
    }

    // MARK: - Directories

    private func applyDirectory(_ event: MirrorEvent) throws {
        guard event.action == .there else {
            try store.removeDirectory(event.subject, cause)
            try store.rememberDeletion(event.subject, "directory", in: event.subject, now)
            return
        }
        switch inquiries.answer(.directory(event.subject)) {
        case .record(let record):
            try store.forgetDeletion(event.subject)
            try writeIfNewer(record, .directories, event.subject, in: event.subject)
        case .failed(let error): try store.requireListing(of: event.subject, error.message)
        case .missing, .groups, nil: break
        }
    }

    /// Returns false if the directory's content cannot be written.
    private func isThere(_ directory: String) throws -> Bool {
        if try store.has(.directories, directory) { return true }
        if try store.isDeleted(directory) { return false }
        switch inquiries.answer(.directory(directory)) {
        case .record(let record):
            guard try store.isInScope(record, .directories) else { return false }
            try store.write(record, .directories, directory, in: directory, cause)
            // There was no event for it, and there may be none for its present content.
            try store.requireListing(of: directory, "no event announced it")
            return true
        case .failed(let error):
            try store.requireListing(of: directory, error.message)
            return false
        case .missing, .groups, nil: return false
        }
    }

    // MARK: - Users and groups

    private func applyRecord(_ event: MirrorEvent, _ table: RecordTable, _ subject: Subject) throws {
        if event.action == .gone {
            try table.kind == "user" ? store.removeUser(event.subject, cause) : store.removeGroup(event.subject, cause)
            return try store.rememberDeletion(event.subject, table.kind, in: event.directory, now)
        }
        guard let record = event.record else { return }
        try apply(record, table, subject, event.subject, event)
    }

    /// Ids are never reused: a deleted object does not exist again.
    private func apply(
        _ record: Page, _ table: RecordTable, _ subject: Subject, _ id: String, _ event: MirrorEvent
    ) throws {
        guard try !store.isDeleted(id), try isThere(event.directory) else { return }
        let wasThere = try store.has(table, id)
        try write(record, table, subject, id, event)
        if table.kind == "user", !wasThere, !store.scope.states.isEmpty, try store.has(table, id) {
            try completeMemberships(of: id, in: event.directory)
        }
    }

    /// For a user who came back into the scope by a change of state, since events about their groups were ignored.
    private func completeMemberships(of user: String, in directory: String) throws {
        switch inquiries.answer(.memberships(user: user)) {
        case .groups(let groups, let askedAt):
            try store.noteInquiry(about: user, askedAt)
            for group in groups.sorted() { try store.addMembership(group: group, user: user, cause) }
        case .failed(let error): try store.requireListing(of: directory, error.message)
        case .missing, .record, nil: break
        }
    }

    private func write(
        _ record: Page, _ table: RecordTable, _ subject: Subject, _ id: String, _ event: MirrorEvent
    ) throws {
        switch try store.compare(record, table, id) {
        case .older, .same: return
        case .newer: return try store.write(record, table, id, in: event.directory, previous: event.previous, cause)
        case .unknown:
            if try !isBeforeListing(event) { return try store.write(record, table, id, in: event.directory, cause) }
        case .doubtful: break
        }
        try ask(subject, table, id, in: event.directory)
    }

    private func ask(_ subject: Subject, _ table: RecordTable, _ id: String, in directory: String) throws {
        switch inquiries.answer(subject) {
        case .record(let record): try writeIfNewer(record, table, id, in: directory)
        case .failed(let error): try store.requireListing(of: directory, error.message)
        case .missing, .groups, nil: break
        }
    }

    /// The service's response, which may be older than the stored record if a replica lags.
    private func writeIfNewer(_ record: Page, _ table: RecordTable, _ id: String, in directory: String) throws {
        switch try store.compare(record, table, id) {
        case .older, .same: break
        case .newer, .doubtful, .unknown: try store.write(record, table, id, in: directory, cause)
        }
    }

    /// The event is older than the directory's listing and may be obsolete.
    private func isBeforeListing(_ event: MirrorEvent) throws -> Bool {
        guard let createdAt = Moment(event.createdAt) else { return true }
        guard let listedAt = try store.directoryState(event.directory)?.moment("listed_at") else { return false }
        return createdAt < listedAt
    }

    // MARK: - Memberships

    private func applyMembership(_ event: MirrorEvent, group: String, user: String) throws {
        let isThere = try store.hasMembership(group: group, user: user)
        guard isThere != (event.action == .there) else { return }
        if event.action == .there {
            guard try !store.isDeleted(group), try !store.isDeleted(user) else { return }
            // The events for their creation may have been lost, or may follow.
            if let record = event.group, try !store.has(.groups, group) {
                try apply(record, .groups, .group(group), group, event)
            }
            if let record = event.user, try !store.has(.users, user) {
                try apply(record, .users, .user(user), user, event)
            }
            guard try store.has(.groups, group), try store.has(.users, user) else { return }
        }
        guard try isInDoubt(event, user: user) else { return try setMembership(group, user, event.action == .there) }
        switch inquiries.answer(.memberships(user: user)) {
        case .groups(let groups, let askedAt):
            try store.noteInquiry(about: user, askedAt)
            try setMembership(group, user, groups.contains(group))
        case .failed(let error): try store.requireListing(of: event.directory, error.message)
        case .missing where event.action == .there:
            // The user may be deleted, or unknown to a lagging replica.
            try store.requireListing(of: event.directory, "the API did not know a user of it")
        case .missing: try setMembership(group, user, false)
        case .record, nil: break
        }
    }

    private func setMembership(_ group: String, _ user: String, _ isThere: Bool) throws {
        if isThere {
            try store.addMembership(group: group, user: user, cause)
        } else {
            try store.removeMemberships(
                where: "r.group_id = ?5 AND r.user_id = ?6", cause, [.text(group), .text(user)])
        }
    }

    /// A membership has no time. If the listing, an answer or another event about it may be later, the service is
    /// asked.
    private func isInDoubt(_ event: MirrorEvent, user: String) throws -> Bool {
        guard let createdAt = Moment(event.createdAt) else { return true }
        let known = [
            try store.directoryState(event.directory)?.moment("members_listed_at"), try store.askedAbout(user),
        ].compactMap { $0 }.max()
        if let known, createdAt < known.advanced(seconds: Self.clockDifference) { return true }
        return try store.exists(
            "SELECT 1 FROM applied_events WHERE subject = ?1 AND id <> ?2 AND created_at > ?3",
            [.text(event.key), .text(event.id), Value(createdAt.advanced(seconds: -Self.membershipMemory))])
    }
}
