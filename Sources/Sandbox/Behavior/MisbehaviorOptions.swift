import ArgumentParser

/// Options for misbehavior. A chance is a probability from 0 to 1, or count:N for the next N times.
struct MisbehaviorOptions: ParsableArguments {
    @Option(help: "The seed of all random numbers. The same seed and requests give the same misbehavior.")
    var seed = 1

    @Option(help: "Lists an event again under another id.")
    var duplicateEvents = Chance.never

    @Option(help: "Lists an event before others that are still held back.")
    var shuffledEvents = Chance.never

    @Option(help: "How many held-back events a shuffled one is listed before, at most.")
    var shuffleWindow = 10

    @Option(help: "Lists dsync.group.user_added before a dsync.user.created of its user that is still held back.")
    var membershipsFirst = Chance.never

    @Option(help: "Lists an event late, after events that happened after it.")
    var lateEvents = Chance.never

    @Option(help: "Milliseconds after the hold-back until a late event is listed.")
    var lateByMs = 5000

    @Option(help: "Never lists an event.")
    var missingEvents = Chance.never

    @Option(help: "Milliseconds added to created_at of events, as by a wrong clock; may be negative.")
    var clockSkewMs = 0

    @Option(help: "Which events --clock-skew-ms applies to.")
    var skewedEvents = Chance.always

    @Option(help: "Sends only the changed members in dsync.user.updated.")
    var partialUpdates = Chance.never

    @Option(help: "Sends dsync.user.updated and dsync.group.user_added of a user after its dsync.user.deleted.")
    var eventsAfterDeletion = Chance.never

    @Option(help: "Reads lists and objects from a replica that lags this many milliseconds; 0 for none.")
    var replicaLagMs = 0

    @Option(help: "Which requests read from the replica.")
    var staleReads = Chance.always

    @Option(help: "Responds with one of Cloudflare's errors, 520 to 527 or 530, in HTML.")
    var cloudflareErrors = Chance.never

    @Option(help: "The status of --cloudflare-errors.")
    var cloudflareStatus: Int?

    @Flag(help: "Lists have the cursors of 2021: before leads to older rows.")
    var oldCursors = false

    @Option(
        name: .customLong("forbidden-directory"),
        help: "Rejects requests for this directory with a 403; may be repeated.")
    var forbiddenDirectories: [String] = []

    func set(_ behavior: inout Behavior) {
        behavior.seed = seed
        behavior.chances = [
            .duplicateEvents: duplicateEvents, .shuffledEvents: shuffledEvents, .membershipsFirst: membershipsFirst,
            .lateEvents: lateEvents, .missingEvents: missingEvents, .skewedEvents: skewedEvents,
            .partialUpdates: partialUpdates, .eventsAfterDeletion: eventsAfterDeletion, .staleReads: staleReads,
            .cloudflareErrors: cloudflareErrors,
        ]
        behavior.shuffleWindow = shuffleWindow
        behavior.lateBy = lateByMs
        behavior.clockSkew = clockSkewMs
        behavior.replicaLag = replicaLagMs
        behavior.cloudflareStatus = cloudflareStatus
        behavior.hasOldCursors = oldCursors
        behavior.forbiddenDirectories = Set(forbiddenDirectories)
    }
}

extension Chance: ExpressibleByArgument {
    init?(argument: String) { self.init(text: argument) }

    var defaultValueDescription: String { text }
}
