import ArgumentParser
import WorkOSDirectorySync

struct DirectoriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "directories", abstract: "List, show, delete and sync directories.",
        subcommands: [
            ListDirectories.self, GetDirectory.self, DeleteDirectoryCommand.self, SyncDirectory.self,
        ])
}

struct ListDirectories: ConnectedCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List directories, newest first.")

    @OptionGroup(title: "Filters") var filters: DirectoryFilters
    @OptionGroup(title: "Paging") var paging: PagingOptions
    @OptionGroup(title: "Output") var output: OutputOptions<Directory>
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func run() throws {
        let session = try Session(connection)
        let query = DirectoryQuery(
            organizationID: filters.organizationId, search: filters.search, paging: paging.paging)
        let formatter = output.formatter(for: session.output, isList: true)
        try ListingRun(session, formatter, paging.paging).run(session.client.listDirectories(query))
    }
}

struct DirectoryFilters: ParsableArguments {
    @Option(help: "Only directories of this organization.")
    var organizationId: String?

    @Option(help: "Only directories whose name matches.")
    var search: String?

    func validate() throws { try refuseEmpty(["--organization-id": organizationId, "--search": search]) }
}

struct GetDirectory: ConnectedCommand {
    static let configuration = CommandConfiguration(commandName: "get", abstract: "Show one directory.")

    @Argument(help: "The directory's id.")
    var id: String

    @OptionGroup(title: "Output") var output: OutputOptions<Directory>
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func validate() throws { try refuseEmpty(["<id>": id]) }

    func run() throws {
        let session = try Session(connection)
        try session.show(session.fetch(session.client.startDirectory(id)), as: output)
    }
}

struct SyncDirectory: ConnectedCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Request a sync with the identity provider now.",
        discussion: """
            For Google Workspace directories, at most once in five minutes. An earlier request fails with exit status \
            75 and the seconds to wait, one during a sync with exit status 73.
            """)

    @Argument(help: "The directory's id.")
    var id: String

    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func validate() throws { try refuseEmpty(["<id>": id]) }

    func run() throws {
        let session = try Session(connection)
        try session.run(session.client.startDirectorySync(id))
        try session.say("The sync of \(id) was queued.")
    }
}
