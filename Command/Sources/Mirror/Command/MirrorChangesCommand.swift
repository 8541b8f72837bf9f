import ArgumentParser
import CommandSupport

/// Prints the table `changes`, and follows it.
struct MirrorChangesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "changes",
        abstract: "Print changes as lines of JSON.",
        usage: "workosds mirror changes --database <file> [--after <number>] [--follow] [--limit <number>]",
        discussion: """
            Each line is a row of the table `changes`: its number (id), time, kind, and the record before (previous) and \
            after (record). Numbers increase by one and are never reused: after handling a line store its id, and \
            continue with --after.

            EXIT STATUS:
                0  everything was printed; with --follow, SIGTERM or SIGINT
                5  the changes after that number do not exist: start over from the tables
               74  the file does not exist, or is not a mirror
              141  the reader closed the output
            """)

    @OptionGroup var file: DatabaseOption

    @Option(help: ArgumentHelp("Only changes after this number. (default: all)", valueName: "number"))
    var after: Int?

    @Flag(help: "Then wait for new changes, until SIGTERM or SIGINT.")
    var follow = false

    @Option(help: ArgumentHelp("Stop after this many lines.", valueName: "number"))
    var limit: Int?

    /// Milliseconds between two checks for new rows.
    private static let pause: Int32 = 500
    /// The same with a database that sends notifications, in case that the connection is lost.
    private static let longPause: Int32 = 5000

    func validate() throws {
        if let after, after < 0 { throw ValidationError("--after must be the number of a change, or 0.") }
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
        try Self.refuseOptions(of: [MirrorOptions(), ScopeOptions(), ServerOptions()], behind: "changes")
    }

    func run() throws {
        let path = try file.path()
        try MirrorFailure.reported(path) {
            let signals = try SignalPipe()
            let opened = try OpenedMirror(path)
            do {
                try print(ChangeFeed(store: opened.store), of: opened, FeedOutput(signals: signals))
            } catch MirrorError.stopped where follow {
            } catch let gap as FeedGap {
                throw MirrorError.feedGap("\(opened.store.name): \(gap.text)")
            }
        }
    }

    private func print(_ feed: ChangeFeed, of opened: OpenedMirror, _ output: FeedOutput) throws {
        var last = try after ?? feed.beginning()
        var left = limit ?? .max
        while true {
            let notifier = follow ? opened.store as? any ChangeNotifier : nil
            do {
                let isTold = try notifier?.listen() ?? false
                let rows = try rows(of: feed, after: last, opened)
                for row in rows {
                    try output.write(ChangeFeed.line(row))
                    last += 1
                    left -= 1
                    if left == 0 { return }
                }
                guard rows.isEmpty else { continue }
                guard follow else { return }
                try opened.check()
                guard isTold, let notifier else {
                    try output.sleep(milliseconds: Self.pause)
                    continue
                }
                if try notifier.takeNotifications() { continue }
                try output.sleep(milliseconds: Self.longPause, until: notifier.notificationSocket())
            } catch let error as PostgreSQLError where follow && error.isDisconnection {
                // The server restarts.
                try output.sleep(milliseconds: Self.pause)
            }
        }
    }

    /// If the file was replaced, its successor's WAL replaces the one being read, which can cause any error. Reports
    /// the cause.
    private func rows(of feed: ChangeFeed, after number: Int, _ opened: OpenedMirror) throws -> [Row] {
        do {
            return try feed.rows(after: number)
        } catch {
            try opened.check()
            throw error
        }
    }
}
