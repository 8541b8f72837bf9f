import ArgumentParser
import WorkOSDirectorySync

struct UsersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "List and show users.", subcommands: [ListUsers.self, GetUser.self])
}

struct ListUsers: ConnectedCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the users of a directory, of a group, or of both.",
        discussion: "Requests are limited to 4 per second for each directory, which is the API's rate limit.")

    @OptionGroup(title: "Filters") var filters: UserFilters
    @OptionGroup(title: "Paging") var paging: PagingOptions
    @OptionGroup(title: "Output") var output: OutputOptions<User>
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func run() throws {
        let session = try Session(connection)
        let query = UserQuery(
            directory: filters.directory, group: filters.group, idpID: filters.idpId, email: filters.email,
            paging: paging.paging)
        let formatter = output.formatter(for: session.output, isList: true)
        try ListingRun(session, formatter, paging.paging).run(session.client.listUsers(query))
    }
}

struct UserFilters: ParsableArguments {
    @Option(help: "Only users of this directory.")
    var directory: String?

    @Option(help: "Only users of this group.")
    var group: String?

    @Option(help: "Only the user with this id at the identity provider. Needs --directory.")
    var idpId: String?

    @Option(help: "Only the user with this email address. Needs --directory.")
    var email: String?

    func validate() throws {
        try refuseEmpty(["--directory": directory, "--group": group, "--idp-id": idpId, "--email": email])
        if directory == nil {
            if group == nil { throw ValidationError("Which users? Give --directory or --group.") }
            if idpId != nil || email != nil { throw ValidationError("--idp-id and --email need --directory.") }
        }
    }
}

struct GetUser: ConnectedCommand {
    static let configuration = CommandConfiguration(commandName: "get", abstract: "Show one user.")

    @Argument(help: "The user's id.")
    var id: String

    @OptionGroup(title: "Output") var output: OutputOptions<User>
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func validate() throws { try refuseEmpty(["<id>": id]) }

    func run() throws {
        let session = try Session(connection)
        try session.show(session.fetch(session.client.startUser(id)), as: output)
    }
}
