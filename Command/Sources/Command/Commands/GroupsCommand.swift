import ArgumentParser
import WorkOSDirectorySync

struct GroupsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "groups", abstract: "List and show groups.", subcommands: [ListGroups.self, GetGroup.self])
}

struct ListGroups: ConnectedCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the groups of a directory, or those a user is in.")

    @OptionGroup(title: "Filters") var filters: GroupFilters
    @OptionGroup(title: "Paging") var paging: PagingOptions
    @OptionGroup(title: "Output") var output: OutputOptions<Group>
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func run() throws {
        let session = try Session(connection)
        let query = GroupQuery(directory: filters.directory, user: filters.user, paging: paging.paging)
        let formatter = output.formatter(for: session.output, isList: true)
        try ListingRun(session, formatter, paging.paging).run(session.client.listGroups(query))
    }
}

struct GroupFilters: ParsableArguments {
    @Option(help: "Only groups of this directory.")
    var directory: String?

    @Option(help: "Only groups that this user is in.")
    var user: String?

    func validate() throws {
        try refuseEmpty(["--directory": directory, "--user": user])
        if directory == nil, user == nil {
            throw ValidationError("Which groups? Give --directory or --user.")
        }
    }
}

struct GetGroup: ConnectedCommand {
    static let configuration = CommandConfiguration(commandName: "get", abstract: "Show one group.")

    @Argument(help: "The group's id.")
    var id: String

    @OptionGroup(title: "Output") var output: OutputOptions<Group>
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func validate() throws { try refuseEmpty(["<id>": id]) }

    func run() throws {
        let session = try Session(connection)
        try session.show(session.fetch(session.client.startGroup(id)), as: output)
    }
}
