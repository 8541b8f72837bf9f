/// What a run was asked to do.
struct MirrorSettings {
    var scope = MirrorScope.everything
    var memberships: MembershipStrategy
    var rates: RequestRates
    var guardLimits = RemovalLimits()
    /// Seconds that the API may hold events back: a removal that is held may be explained a little later.
    var holdBack = 6.0
    /// Carries out what the last run held, and no more.
    var confirmsRemoval = false
    /// Lists everything though nothing demands it.
    var reconciles = false
    /// Seconds between two full listings; nil: only where one is needed.
    var reconcileEvery: Double?
    /// Goes on after the first cycle: what fails for long is not tried in each.
    var watches = false
    /// Seconds between two looks at the events while a listing runs: as between two cycles, within limits. A look costs
    /// one request, where a listing sends forty in ten seconds.
    var eventInterval = longestEventInterval
    static let longestEventInterval = 10.0
    /// Seconds that `changes` goes back; nil: for ever.
    var keepsChanges: Double?
}

/// What may go of a directory without anybody being asked: what is beyond both percent and count is held.
struct RemovalLimits {
    var percent = 20.0
    var count = 10
    /// Of a directory's users, by events; nil: as many as there are.
    var eventPercent: Double?

    func holds(_ missing: Int, of total: Int) -> Bool { holds(missing, of: total, percent) }

    func holdsEvents(_ missing: Int, of total: Int) -> Bool {
        eventPercent.map { holds(missing, of: total, $0) } ?? false
    }

    private func holds(_ missing: Int, of total: Int, _ percent: Double) -> Bool {
        missing > count && Double(missing) * 100 > percent * Double(total)
    }
}
