import ArgumentParser

/// `workosds mirror`: what it does by itself is `run`.
public struct MirrorCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "mirror",
        abstract: "Keeps a SQLite file of all directories, groups, users and memberships.",
        discussion: """
            The first run lists everything; later ones follow the API's events. Any program can read the file at any \
            time: tables directories, groups, users, memberships, changes, mirror_state.

            EXIT STATUS:
                0  the file is up to date
                1  a directory could not be listed; the next run goes on
                3  --max-removal was exceeded; nothing was changed
                4  another process mirrors into the file
               74  the database cannot be used
               78  the API key's file cannot be used
              143  SIGTERM or SIGINT (with --watch: 0)

            Failures of the API end as they do for the other commands.
            """,
        subcommands: [MirrorRunCommand.self, MirrorStatusCommand.self],
        defaultSubcommand: MirrorRunCommand.self)

    public init() {}
}
