import ArgumentParser

/// The database file. Shared by `mirror` and its subcommands.
struct DatabaseOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The SQLite file, or a PostgreSQL database as postgresql://user@host/database?schema=name. A run creates \
            the file or the schema if it does not exist. A password is read from PGPASSWORD, ~/.pgpass or a service \
            file.
            """, valueName: "file"),
        completion: .file())
    var database: String?

    /// Checked after parsing all arguments, so that a misspelled option is reported before a missing one.
    func path() throws -> String {
        guard let database else { throw ValidationError("Missing expected argument '--database <file>'") }
        if database.isEmpty { throw ValidationError("--database needs a file name.") }
        return database
    }
}

extension ParsableArguments {
    /// The parser also accepts options of `mirror` after a subcommand, where they have no effect.
    static func refuseOptions(of groups: [Any], behind subcommand: String, except known: [String] = []) throws {
        let names = groups.flatMap { group in
            Swift.Mirror(reflecting: group).children.compactMap { $0.label.map(optionName) }
        }
        let given = CommandLine.arguments.compactMap { $0.split(separator: "=").first.map(String.init) }
        if let name = given.first(where: { names.contains($0) && !known.contains($0) }) {
            throw ValidationError(
                "Unknown option '\(name)': it is an option of `workosds mirror`, not of \(subcommand).")
        }
    }

    /// "_keepChanges" is the property of "--keep-changes".
    private static func optionName(_ property: String) -> String {
        property.drop { $0 == "_" }.reduce(into: "--") { name, character in
            name += character.isUppercase ? "-" + character.lowercased() : String(character)
        }
    }
}
