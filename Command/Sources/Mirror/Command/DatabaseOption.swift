import ArgumentParser

/// Which file. Shared by `mirror` and its subcommands.
struct DatabaseOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("The SQLite file. A run creates it if it does not exist.", valueName: "file"),
        completion: .file())
    var database: String?

    /// Asked for when all arguments are parsed: a misspelt option is reported before a missing one.
    func path() throws -> String {
        guard let database else { throw ValidationError("Missing expected argument '--database <file>'") }
        if database.isEmpty { throw ValidationError("--database needs the name of a file.") }
        return database
    }
}

extension ParsableArguments {
    /// `mirror` takes its own options wherever they stand, behind a subcommand too. There they mean nothing.
    static func refuseOptions(of groups: [Any], behind subcommand: String, except known: [String] = []) throws {
        let names = groups.flatMap { group in
            Swift.Mirror(reflecting: group).children.compactMap { $0.label.map(optionName) }
        }
        let given = CommandLine.arguments.compactMap { $0.split(separator: "=").first.map(String.init) }
        if let name = given.first(where: { names.contains($0) && !known.contains($0) }) {
            throw ValidationError(
                "Unknown option '\(name)': it belongs to `workosds mirror`, not to its \(subcommand).")
        }
    }

    /// "_keepChanges" is the property behind "--keep-changes".
    private static func optionName(_ property: String) -> String {
        property.drop { $0 == "_" }.reduce(into: "--") { name, character in
            name += character.isUppercase ? "-" + character.lowercased() : String(character)
        }
    }
}
