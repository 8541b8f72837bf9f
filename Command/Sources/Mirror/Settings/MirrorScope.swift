import CommandSupport

/// The part of the API's data that the file contains. Stored in the file, so that a run with another scope is detected.
struct MirrorScope: Equatable {
    /// A column that can be excluded.
    enum Column: String, CaseIterable {
        case customAttributes = "custom_attributes"
        case record
    }

    static let states = ["active", "inactive", "suspended"]

    /// Nil for all organizations of the environment.
    let organization: String?
    /// Sorted; empty for all directories.
    let directories: [String]
    /// Users' states, sorted; empty for all.
    let states: [String]
    /// Columns that are never stored, sorted.
    let without: [Column]

    static let everything = MirrorScope(organization: nil, directories: [], states: [], without: [])

    init(organization: String?, directories: [String], states: [String], without: [Column]) {
        self.organization = organization
        self.directories = Set(directories).sorted()
        self.states = Set(states).sorted()
        self.without = Column.allCases.filter(without.contains)
    }

    /// Other columns are always stored.
    func stores(_ column: String) -> Bool { !without.contains { $0.rawValue == column } }

    func holds(directory id: String) -> Bool { directories.isEmpty || directories.contains(id) }

    func holds(userInState state: String?) -> Bool { states.isEmpty || state.map(states.contains) ?? false }

    /// As stored in the file: JSON, without unrestricted parts.
    var json: String {
        func list(_ values: [String]) -> String {
            JSONOutput.array(values.map(JSONOutput.string))
        }
        var members: [(name: String, json: String)] = []
        if let organization { members.append(("organization", JSONOutput.string(organization))) }
        if !directories.isEmpty { members.append(("directories", list(directories))) }
        if !states.isEmpty { members.append(("states", list(states))) }
        if !without.isEmpty { members.append(("without", list(without.map(\.rawValue)))) }
        return JSONOutput.object(members)
    }
}
