/// What a run was asked to do.
struct MirrorSettings {
    var memberships: MembershipStrategy
    var rates: RequestRates
    /// Percent of a directory's users that a listing may take away.
    var maxRemoval: Double
    var confirmsRemoval: Bool
    /// Lists everything though nothing demands it.
    var reconciles: Bool
    /// Seconds between two full listings; nil: only where one is needed.
    var reconcileEvery: Double?
    /// Seconds that `changes` goes back.
    var keepsChanges: Double
}
