import Foundation
import GRDB

/// What `mirror status` says.
struct MirrorReport: Encodable {
    enum Health: String, Encodable {
        case healthy
        /// The last run failed.
        case failing
        /// The last success is too long ago.
        case stale
        /// No listing was ever completed.
        case empty

        var exitCode: Int32 {
            switch self {
            case .healthy: 0
            case .failing, .stale: 1
            case .empty: 2
            }
        }
    }

    let health: Health
    let directories: Int
    let groups: Int
    let users: Int
    let memberships: Int
    let changes: Int
    let eventCursor: String?
    let eventCursorAt: String?
    let listedAt: String?
    let lastSuccessAt: String?
    let lastSuccessAge: Double?
    let lastError: String?
    let lastErrorAt: String?
    /// A listing that is under way or was interrupted: why, since when, how far.
    let listing: String?
    let listingStartedAt: String?
    let listingUsers: Int?

    init(_ db: Database, maxAge: Double) throws {
        func count(_ table: String) throws -> Int {
            try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
        }
        let state = try MirrorState.read(db)
        (directories, groups, users) = (try count("directories"), try count("groups"), try count("users"))
        (memberships, changes) = (try count("memberships"), try count("changes"))
        eventCursor = state.eventCursor
        eventCursorAt = state.eventCursorAt?.text
        listedAt = state.listedAt?.text
        lastSuccessAt = state.lastSuccessAt?.text
        lastError = state.lastError
        lastErrorAt = state.lastErrorAt?.text
        let age = state.lastSuccessAt.map { Moment.now.since($0) }
        lastSuccessAge = age.map { ($0 * 10).rounded() / 10 }
        let row = try Row.fetchOne(db, sql: "SELECT reason, started_at FROM staging_generation")
        listing = row?["reason"]
        listingStartedAt = row?["started_at"]
        listingUsers = row == nil ? nil : try count("staging_users")

        let lastFailed = state.lastErrorAt.map { error in state.lastSuccessAt.map { $0 < error } ?? true } ?? false
        health =
            if state.listedAt == nil { .empty } else if lastFailed { .failing } else if let age, age <= maxAge {
                .healthy
            } else { .stale }
    }

    var json: String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try? encoder.encode(self)
        return data.map { String(decoding: $0, as: UTF8.self) + "\n" } ?? ""
    }

    var text: String {
        var lines = ["health         \(health.rawValue)"]
        lines.append("last success   \(told(lastSuccessAt))")
        lines.append("last listing   \(told(listedAt))")
        lines.append(
            "content        \(directories) directories, \(groups) groups, \(users) users, \(memberships) memberships")
        lines.append("changes        \(changes)")
        lines.append("event cursor   \(eventCursor ?? "none")\(eventCursorAt.map { " of \(told($0))" } ?? "")")
        if let listing {
            lines.append(
                "under way      \(listing), since \(told(listingStartedAt)): \(listingUsers ?? 0) users so far")
        }
        if let lastError { lines.append("last error     \(told(lastErrorAt)): \(lastError)") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// "2026-01-15T12:00:00.000Z (5 min ago)"
    private func told(_ time: String?) -> String {
        guard let time, let moment = Moment(time) else { return "never" }
        return "\(time) (\(Self.age(Moment.now.since(moment))) ago)"
    }

    private static func age(_ seconds: Double) -> String {
        switch seconds {
        case ..<120: "\(Int(max(0, seconds))) s"
        case ..<7200: "\(Int(seconds / 60)) min"
        case ..<172_800: "\(Int(seconds / 3600)) h"
        default: "\(Int(seconds / 86_400)) days"
        }
    }
}
