/// The users of a directory too large to be kept, each computed when it is asked for.
protocol ComputedUsers: PageSource {
    var total: Int { get }
    var active: Int { get }
    var groups: [GroupRow] { get }
    /// Makes the same users of a replica's directory; nil until that has all groups.
    var copy: @Sendable (DirectoryRow) -> (any ComputedUsers)? { get }

    func number(ofId id: String) -> Int?
    func text(of number: Int) -> [UInt8]
    /// The place in `groups` of the user's only group.
    func groupIndex(of number: Int) -> Int
    func selecting(group: GroupRow?, idpId: String?, email: String?) -> any PageSource
}
