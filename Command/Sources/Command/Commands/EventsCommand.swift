import ArgumentParser
import WorkOSDirectorySync

struct EventsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "List and follow events.",
        subcommands: [ListEvents.self])
}

struct ListEvents: ConnectedCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List events, oldest first; with --follow wait for new ones.",
        discussion: """
            The API keeps events for 90 days; one listing covers 30 days. It lists an event a few seconds after it \
            happened. Never use the id of an event from a webhook as --after: events that are not listed yet would be \
            skipped permanently.
            """)

    @OptionGroup(title: "Filters") var filters: EventFilters

    @Flag(help: "After the last event wait for new ones, until interrupted.")
    var follow = false

    @Option(
        help: """
            Where to begin: now, with events from now on (the default with --follow), or oldest, with the oldest event \
            that the API keeps (the default without).
            """)
    var from: FollowStart?

    @Option(
        name: .customLong("poll"),
        help: ArgumentHelp(
            "With --follow, the pause between two requests for new events. (default: \(Self.standardPoll))",
            valueName: "seconds"))
    var pollSeconds: Double?

    @OptionGroup(title: "Paging") var page: PageOptions

    @Option(help: "Has no effect: the API lists events oldest first (asc) only.")
    var order: Order?

    @OptionGroup(title: "Output") var output: OutputOptions<Event>
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    private static let standardPoll = Int(FollowingRun.standardPollSeconds)

    func validate() throws {
        if order == .desc { throw ValidationError("--order desc: the API lists events oldest first only.") }
        if filters.rangeStart != nil, page.after != nil {
            throw ValidationError("Give --after or --range-start, not both.")
        }
        if let pollSeconds {
            if !follow { throw ValidationError("--poll needs --follow.") }
            if !(0.1...86_400).contains(pollSeconds) { throw ValidationError("--poll must be 0.1 to 86400 seconds.") }
        }
        if from != nil, page.after != nil || filters.rangeStart != nil {
            throw ValidationError("Give only one of --from, --after and --range-start.")
        }
        if from == .now, !follow { throw ValidationError("--from now needs --follow.") }
        if follow {
            if filters.rangeEnd != nil { throw ValidationError("--follow cannot be combined with --range-end.") }
            if output.format == .json { throw ValidationError("--follow needs jsonl: a json array would never end.") }
        }
    }

    func run() throws {
        let session = try Session(connection)
        let formatter = output.formatter(for: session.output, isList: true)
        let run = ListingRun(session, formatter, page.paging)
        if follow {
            let poll = Duration.milliseconds(Int64((pollSeconds ?? FollowingRun.standardPollSeconds) * 1000))
            try FollowingRun(session, run, poll: poll, from: start).follow(query)
        } else {
            try run.run(session.client.listEvents(query))
        }
    }

    /// `oldest` adds nothing to the query.
    private var start: FollowStart {
        from ?? (page.after == nil && filters.rangeStart == nil ? .now : .oldest)
    }

    private var query: EventQuery {
        var paging = page.paging
        paging.order = order
        // Older events are left out and not counted, so the page size must not follow --max-items.
        if follow, start == .now { paging.limit = page.limit }
        return EventQuery(
            events: filters.names, organizationID: filters.organizationId, rangeStart: filters.rangeStart,
            rangeEnd: filters.rangeEnd, paging: paging)
    }
}

struct EventFilters: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only events with these names, separated by commas. (default: all dsync events)", valueName: "name,..."),
        completion: .list(EventName.all))
    var events: String?

    @Option(help: "Only events of this organization.")
    var organizationId: String?

    @Option(help: "Only events since this time (ISO 8601, with Z or an offset). Not with --after.")
    var rangeStart: String?

    @Option(help: "Only events until this time (ISO 8601).")
    var rangeEnd: String?

    func validate() throws {
        try refuseEmpty([
            "--events": events, "--organization-id": organizationId, "--range-start": rangeStart,
            "--range-end": rangeEnd,
        ])
    }

    var names: [String] { events?.split(separator: ",").map { String($0.filter { $0 != " " }) } ?? [] }
}
