import ArgumentParser
import DirectorySync

struct EventsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "List and follow what happened in the directories.",
        subcommands: [ListEvents.self])
}

struct ListEvents: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List events, oldest first; with --follow go on with new ones.",
        discussion: "The API keeps events for 90 days, and answers for 30 days at a time.")

    @OptionGroup(title: "Filters") var filters: EventFilters

    @Flag(help: "Do not end with the last event: ask for new ones, until stopped.")
    var follow = false

    @Option(
        name: .customLong("poll"), help: ArgumentHelp("With --follow, seconds between questions.", valueName: "seconds")
    )
    var pollSeconds: Double?

    @OptionGroup(title: "Paging") var page: PageOptions
    @OptionGroup(title: "Output") var output: OutputOptions<Event>
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func validate() throws {
        if let pollSeconds {
            if !follow { throw ValidationError("--poll belongs to --follow.") }
            if !(0.1...86_400).contains(pollSeconds) { throw ValidationError("--poll is 0.1 to 86400 seconds.") }
        }
        if follow {
            if page.order == .desc { throw ValidationError("--follow goes forwards: not with --order desc.") }
            if filters.rangeEnd != nil { throw ValidationError("--follow has no end: not with --range-end.") }
            if output.format == .json { throw ValidationError("--follow never ends a json array: use jsonl.") }
        }
    }

    func run() throws {
        let session = try Session(connection)
        let formatter = output.formatter(for: session.output, isList: true)
        let run = ListingRun(session, formatter, page.paging)
        if follow {
            let seconds = pollSeconds ?? EventFollower.standardPollSeconds
            try EventFollower(session, run, poll: .milliseconds(Int64(seconds * 1000))).follow(query)
        } else {
            try run.run(session.client.listEvents(query))
        }
    }

    private var query: EventQuery {
        EventQuery(
            events: filters.names, organizationID: filters.organizationId, rangeStart: filters.rangeStart,
            rangeEnd: filters.rangeEnd, paging: page.paging)
    }
}

struct EventFilters: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only events of these names, separated by commas. (default: every dsync event)", valueName: "name,..."),
        completion: .list(EventName.all))
    var events: String?

    @Option(help: "Only events of this organization.")
    var organizationId: String?

    @Option(help: "Only events from this time on (ISO 8601).")
    var rangeStart: String?

    @Option(help: "Only events up to this time (ISO 8601).")
    var rangeEnd: String?

    var names: [String] { events?.split(separator: ",").map { String($0.filter { $0 != " " }) } ?? [] }
}
