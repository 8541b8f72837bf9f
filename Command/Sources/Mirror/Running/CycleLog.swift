import CommandSupport
import Glibc

/// One line per cycle, for people or programs.
struct CycleLog {
    /// For people or for programs.
    enum Form: String, CaseIterable {
        case text
        case json
    }

    /// The result of a cycle.
    struct Entry {
        var requests: Int
        var seconds: Double
        /// The completed work, also if some of it failed.
        var result: Mirror.Result?
        var failure: MirrorFailure?
    }

    private typealias JSON = JSONOutput

    let form: Form
    /// Writes to standard error, because standard output has other content.
    var isAside = false

    func write(_ entry: Entry) {
        let time = Moment.now.text
        write(line: form == .text ? "\(time) \(Self.text(entry))" : Self.json(entry, time))
    }

    /// A problem between two cycles.
    func write(problem: String) {
        write(Entry(requests: 0, seconds: 0, failure: MirrorFailure(text: problem)))
    }

    /// What a worker listed for another one.
    func write(directories: Int, requests: Int, seconds: Double) {
        let time = Moment.now.text
        let count = "\(directories) \(directories == 1 ? "directory" : "directories")"
        let text = "\(time) \(count) listed (\(Self.counted(requests, "request")), \(Self.rounded(seconds)) s)"
        let members = [
            ("time", JSON.string(time)), ("result", JSON.string("listed")), ("directories", String(directories)),
            ("seconds", JSON.number(Self.rounded(seconds))), ("requests", String(requests)),
        ]
        write(line: form == .text ? text : JSON.visible(JSON.object(members.map { (name: $0, json: $1) })))
    }

    private func write(line: String) {
        _ = writeAll(Array((line + "\n").utf8), to: isAside ? STDERR_FILENO : STDOUT_FILENO)
    }

    // MARK: - Lines

    /// Without a time, because a journal adds it.
    static func text(_ entry: Entry) -> String {
        let cost = "\(counted(entry.requests, "request")), \(rounded(entry.seconds)) s"
        let done = entry.result.map { result in
            let listed = result.listed.map { ", everything listed (\(VisibleText.of($0)))" } ?? ""
            return "\(counted(result.events, "event")), \(counted(result.changes, "change"))\(listed)"
        }
        guard let failure = entry.failure else { return "\(done ?? "done") (\(cost))" }
        return "failed (\(done.map { $0 + "; " } ?? "")\(cost)): \(failure.text)"
    }

    private static func json(_ entry: Entry, _ time: String) -> String {
        var members: [(name: String, json: String)] = [
            ("time", JSON.string(time)), ("result", JSON.string(entry.failure == nil ? "done" : "failed")),
            ("seconds", JSON.number(rounded(entry.seconds))), ("requests", String(entry.requests)),
        ]
        if let failure = entry.failure { members.append(("error", JSON.string(failure.text))) }
        if let result = entry.result {
            members += [("events", String(result.events)), ("changes", String(result.changes))]
            if let listed = result.listed { members.append(("listed", JSON.string(listed))) }
        }
        return JSON.visible(JSON.object(members))
    }

    private static func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }

    /// "1 event", "2 events"
    private static func counted(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
