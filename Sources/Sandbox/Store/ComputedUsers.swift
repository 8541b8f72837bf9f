/// The users of a directory too large to store. Each is computed on request.
protocol ComputedUsers: PageSource {
    var total: Int { get }
    var active: Int { get }
    var groups: [GroupRow] { get }
    /// The same users for a replica's directory; nil until that has all groups.
    var copy: @Sendable (DirectoryRow) -> (any ComputedUsers)? { get }

    func number(ofId id: String) -> Int?
    func text(of number: Int) -> [UInt8]
    /// The index in `groups` of the user's only group.
    func groupIndex(of number: Int) -> Int
    func selecting(group: GroupRow?, idpId: String?, email: String?) -> any PageSource
}
