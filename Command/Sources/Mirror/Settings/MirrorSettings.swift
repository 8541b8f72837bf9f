/// The settings of a run.
struct MirrorSettings {
    var scope = MirrorScope.everything
    var memberships: MembershipStrategy
    var rates: RequestRates
    var guardLimits = RemovalLimits()
    /// Seconds for which the API may hold events back. A held removal may be explained a little later.
    var holdBack = 6.0
    /// Carry out the removal that the last run held, and no more.
    var confirmsRemoval = false
    /// List everything even if it is not due.
    var reconciles = false
    /// Seconds between two full listings; nil to list only if necessary.
    var reconcileEvery: Double?
    /// Whether there are further cycles. Permanent failures are not retried in each.
    var watches = false
    /// Seconds between two polls of events during a listing: as between two cycles, within limits. A poll costs one
    /// request, a listing sends forty in ten seconds.
    var eventInterval = longestEventInterval
    static let longestEventInterval = 10.0
    /// Seconds for which rows of `changes` are kept; nil for no limit.
    var keepsChanges: Double?
}

/// The limits for removals in a directory. A removal that exceeds both percent and count is held.
struct RemovalLimits {
    var percent = 20.0
    var count = 10
    /// The limit for deletions of a directory's users by events; nil for no limit.
    var eventPercent: Double?

    func holds(_ missing: Int, of total: Int) -> Bool { holds(missing, of: total, percent) }

    func holdsEvents(_ missing: Int, of total: Int) -> Bool {
        eventPercent.map { holds(missing, of: total, $0) } ?? false
    }

    private func holds(_ missing: Int, of total: Int, _ percent: Double) -> Bool {
        missing > count && Double(missing) * 100 > percent * Double(total)
    }
}
