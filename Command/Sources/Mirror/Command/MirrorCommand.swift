import ArgumentParser
import CommandSupport

/// `workosds mirror`: brings the file up to date, once or until it is stopped.
public struct MirrorCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "mirror",
        abstract: "Keep a SQLite copy of all directories, groups, users and memberships.",
        usage: """
            workosds mirror --database <file> [<options>]
            workosds mirror <subcommand> --database <file> [<options>]
            """,
        discussion: """
            The first run lists everything. Later runs follow the API's events, and list everything again every \
            --reconcile-every seconds. Any program can read the file at any time: tables directories, groups, users, \
            memberships, changes, mirror_state. docs/mirror.md describes them.

            EXIT STATUS:
                0  the file is up to date
                1  a directory could not be listed; the next run continues
                3  a removal is held; everything else is up to date
                4  another process mirrors into the file
               64  invalid arguments
               74  the database cannot be used
               78  no API key, or an invalid key file
              143  SIGTERM or SIGINT (with --watch: 0)

            For failures of the API see workosds --help.
            """,
        subcommands: [
            MirrorStatusCommand.self, MirrorChangesCommand.self, MirrorVerifyCommand.self, MirrorRepairCommand.self,
            MirrorCopyCommand.self,
            MirrorRunCommand.self,
        ])

    @OptionGroup var file: DatabaseOption
    @OptionGroup var options: MirrorOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var server: ServerOptions

    public init() {}

    public func run() throws {
        try MirrorRun(path: file.path(), options: options, scope: scope, server: server).run()
    }
}

/// The original name of `workosds mirror`.
struct MirrorRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "The same as `workosds mirror` itself.", shouldDisplay: false)

    @OptionGroup var file: DatabaseOption
    @OptionGroup var options: MirrorOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var server: ServerOptions

    func run() throws {
        try MirrorRun(path: file.path(), options: options, scope: scope, server: server).run()
    }
}
