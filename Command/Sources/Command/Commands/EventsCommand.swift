import ArgumentParser
import WorkOSDirectorySync

struct EventsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "List and follow what happened in the directories.",
        subcommands: [ListEvents.self])
}

struct ListEvents: ConnectedCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List events, oldest first; with --follow go on with new ones.",
        discussion: """
            The API keeps events for 90 days, and answers for 30 days at a time. It holds each event back for a few \
            seconds before it lists it. The id of an event that came by webhook must never be given as --after: events \
            that are still held back would be skipped for good.
            """)

    @OptionGroup(title: "Filters") var filters: EventFilters

    @Flag(help: "Do not end with the last event: list new ones as they come, until stopped.")
    var follow = false

    @Option(
        help: """
            Where to begin: now, with events that happen from now on (the default with --follow), or oldest, with the \
            oldest that the API keeps (the default without).
            """)
    var from: FollowStart?

    @Option(
        name: .customLong("poll"),
        help: ArgumentHelp(
            "With --follow, the pause between two requests for new events. (default: \(Self.standardPoll))",
            valueName: "seconds"))
    var pollSeconds: Double?

    @OptionGroup(title: "Paging") var page: PageOptions

    @Option(help: "Of no use: the API lists events in one order only, asc, oldest first.")
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
            if !follow { throw ValidationError("--poll belongs to --follow.") }
            if !(0.1...86_400).contains(pollSeconds) { throw ValidationError("--poll is 0.1 to 86400 seconds.") }
        }
        if from != nil, page.after != nil || filters.rangeStart != nil {
            throw ValidationError("Give only one of --from, --after and --range-start.")
        }
        if from == .now, !follow { throw ValidationError("--from now belongs to --follow.") }
        if follow {
            if filters.rangeEnd != nil { throw ValidationError("--follow has no end: not with --range-end.") }
            if output.format == .json { throw ValidationError("--follow never ends a json array: use jsonl.") }
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

    /// `oldest` leaves the beginning to the query.
    private var start: FollowStart {
        from ?? (page.after == nil && filters.rangeStart == nil ? .now : .oldest)
    }

    private var query: EventQuery {
        var paging = page.paging
        paging.order = order
        // What is left out does not count, so that a small --max-items says nothing about the page.
        if follow, start == .now { paging.limit = page.limit }
        return EventQuery(
            events: filters.names, organizationID: filters.organizationId, rangeStart: filters.rangeStart,
            rangeEnd: filters.rangeEnd, paging: paging)
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

    @Option(help: "Only events from this time on (ISO 8601, in UTC with Z or with an offset). Not with --after.")
    var rangeStart: String?

    @Option(help: "Only events up to this time (ISO 8601).")
    var rangeEnd: String?

    func validate() throws {
        try refuseEmpty([
            "--events": events, "--organization-id": organizationId, "--range-start": rangeStart,
            "--range-end": rangeEnd,
        ])
    }

    var names: [String] { events?.split(separator: ",").map { String($0.filter { $0 != " " }) } ?? [] }
}
