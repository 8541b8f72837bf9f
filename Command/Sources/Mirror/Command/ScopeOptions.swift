import ArgumentParser

/// The part of the API's data that the file contains.
struct ScopeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only directories of this organization.", valueName: "id"))
    var organization: String?

    @Option(help: ArgumentHelp("Only this directory. Can be repeated.", valueName: "id"))
    var directory: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only users in this state: active, inactive or suspended. Can be repeated.", valueName: "state"))
    var state: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Columns that are never stored, separated by commas: custom_attributes, record. Use it to store less personal \
            data.
            """, valueName: "columns"))
    var without: String?

    func validate() throws {
        for (name, ids) in [("--organization", [organization].compactMap { $0 }), ("--directory", directory)] {
            if ids.contains(where: \.isEmpty) { throw ValidationError("\(name) needs an id.") }
        }
        for name in state where !MirrorScope.states.contains(name) {
            throw ValidationError(
                "--state must be one of \(MirrorScope.states.joined(separator: ", ")), not '\(name)'.")
        }
        _ = try columns()
    }

    private func columns() throws -> [MirrorScope.Column] {
        try (without ?? "").split(separator: ",").map { name in
            guard let column = MirrorScope.Column(rawValue: String(name)) else {
                let known = MirrorScope.Column.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--without must be a list of \(known), not '\(name)'.")
            }
            return column
        }
    }

    var scope: MirrorScope {
        MirrorScope(
            organization: organization, directories: directory, states: state, without: (try? columns()) ?? [])
    }
}
