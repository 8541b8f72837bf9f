/// Random misbehavior, by its name in the control API. Options of the command line have dashes for underscores.
enum Misbehavior: String, CaseIterable, Sendable {
    case duplicateEvents = "duplicate_events"
    case shuffledEvents = "shuffled_events"
    case lateEvents = "late_events"
    case missingEvents = "missing_events"
    case skewedEvents = "skewed_events"
    case partialUpdates = "partial_updates"
    case membershipsFirst = "memberships_first"
    case eventsAfterDeletion = "events_after_deletion"
    case staleReads = "stale_reads"
    case cloudflareErrors = "cloudflare_errors"
}
