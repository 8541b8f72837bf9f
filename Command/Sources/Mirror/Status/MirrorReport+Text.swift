import CommandSupport

/// The report as text and JSON. Control characters from the service are escaped.
extension MirrorReport {
    private typealias JSON = JSONOutput

    func text(maxAge: Double) -> String {
        var lines = ["health         \(health(maxAge: maxAge).rawValue)"]
        lines.append("last success   \(told(lastSuccessAt))")
        lines.append("last listing   \(told(listedAt))")
        lines.append("events until   \(told(caughtUpAt))")
        let content = [
            Self.counted(directories, "directory", "directories"), Self.counted(groups, "group"),
            Self.counted(users, "user"), Self.counted(memberships, "membership"),
        ]
        lines.append("content        \(content.joined(separator: ", "))")
        let numbers = firstChange.flatMap { first in lastChange.map { ", \(first) to \($0)" } } ?? ""
        lines.append("changes        \(changes)\(numbers)")
        lines.append("event cursor   \(eventCursor ?? "none")\(eventCursorAt.map { " of \(told($0))" } ?? "")")
        if let scope, scope != "{}" { lines.append("only           \(scope)") }
        lines.append("file           \(fileSize) bytes, and \(walSize) in its write-ahead log")
        if let listing {
            lines.append(
                "in progress    \(listing.reason), since \(told(listing.startedAt)): \(Self.counted(listing.users, "user")) so far"
            )
        }
        lines += workers.map { "worker         \($0.text)" }
        lines += held.map { "held           \($0.text)" }
        lines += marked.map { "to be listed   \($0.text)" }
        lines += leftOut.map { directory, kind, id in
            "left out       the \(kind) \(id)\(directory.isEmpty ? "" : " of \(directory)"): it cannot be stored"
        }
        if let lastError { lines.append("last error     \(told(lastErrorAt)): \(lastError)") }
        return lines.map { VisibleText.of($0) + "\n" }.joined()
    }

    /// "2026-01-15T12:00:00.000Z (5 min ago)"
    private func told(_ time: String?) -> String {
        guard let time, let moment = Moment(time) else { return "never" }
        let seconds = now.since(moment)
        return "\(time) (\(seconds < -1 ? "in \(Self.age(-seconds))" : "\(Self.age(seconds)) ago"))"
    }

    private static func counted(_ number: Int, _ one: String, _ several: String? = nil) -> String {
        "\(number) \(number == 1 ? one : several ?? one + "s")"
    }

    private static func age(_ seconds: Double) -> String {
        switch seconds {
        case ..<120: "\(Int(max(0, seconds))) s"
        case ..<7200: "\(Int(seconds / 60)) min"
        case ..<172_800: "\(Int(seconds / 3600)) h"
        default: "\(Int(seconds / 86_400)) days"
        }
    }

    /// Unknown values are left out.
    func json(maxAge: Double) -> String {
        func text(_ value: String?) -> String? { value.map(JSON.string) }
        func list(_ troubles: [Trouble]) -> String? { troubles.isEmpty ? nil : JSON.array(troubles.map(\.json)) }
        var leftOutList: String? {
            if leftOut.isEmpty { return nil }
            return JSON.array(
                leftOut.map { directory, kind, id in
                    let members = [("directory", directory), ("kind", kind), ("id", id)].filter { !$0.1.isEmpty }
                    return JSON.object(members.map { (name: $0, json: JSON.string($1)) })
                })
        }
        let members: [(String, String?)] = [
            ("health", JSON.string(health(maxAge: maxAge).rawValue)),
            ("directories", String(directories)), ("groups", String(groups)), ("users", String(users)),
            ("memberships", String(memberships)), ("changes", String(changes)),
            ("first_change", firstChange.map { String($0) }), ("last_change", lastChange.map { String($0) }),
            ("event_cursor", text(eventCursor)), ("event_cursor_at", text(eventCursorAt)),
            ("caught_up_at", text(caughtUpAt)), ("listed_at", text(listedAt)),
            ("last_success_at", text(lastSuccessAt)),
            ("last_success_age", age.map { JSON.number(($0 * 10).rounded() / 10) }),
            ("last_error", text(lastError)), ("last_error_at", text(lastErrorAt)),
            ("listing", text(listing?.reason)), ("listing_started_at", text(listing?.startedAt)),
            ("listing_users", listing.map { String($0.users) }),
            ("workers", workers.isEmpty ? nil : JSON.array(workers.map(\.json))),
            ("held", list(held)), ("to_be_listed", list(marked)), ("left_out", leftOutList), ("scope", scope),
            ("file_bytes", String(fileSize)), ("wal_bytes", String(walSize)),
        ]
        let known = members.compactMap { name, json in json.map { (name: name, json: $0) } }
        return JSON.visible(JSON.object(known)) + "\n"
    }
}

extension RunningWorker {
    fileprivate var text: String {
        var parts = leads ? ["follows the events"] : []
        if directories > 0 || !leads { parts.append(directories > 0 ? "lists \(directories)" : "waits") }
        return "\(name): \(parts.joined(separator: ", "))"
    }

    fileprivate var json: String {
        JSONOutput.object([
            ("name", JSONOutput.string(name)), ("leads", leads ? "true" : "false"),
            ("directories", String(directories)),
        ])
    }
}

extension MirrorReport.Trouble {
    fileprivate var text: String { "\(directory)\(name.map { " (\($0))" } ?? ""): \(problem)" }

    fileprivate var json: String {
        typealias JSON = JSONOutput
        let members = [("directory", directory), ("name", name), ("problem", problem)]
        return JSON.object(members.compactMap { key, value in value.map { (name: key, json: JSON.string($0)) } })
    }
}
