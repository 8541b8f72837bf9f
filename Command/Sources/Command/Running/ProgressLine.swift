import WorkOSDirectorySync

/// A line on a terminal's standard error that is redrawn: records, pages, rate, waits. Used on the main thread only;
/// the client's callback runs there too.
final class ProgressLine: @unchecked Sendable {
    static let tickMilliseconds: Int64 = 100
    /// A command that takes less time than this shows no progress.
    private static let quietMilliseconds: Int64 = 300

    let isShown: Bool
    private let sharesTerminal: Bool
    private let start = ContinuousClock.now
    private var lastDrawn: ContinuousClock.Instant?
    private var isOnScreen = false
    private var records = 0
    private var noun = "records"
    private var pages = 0
    private var wait: (reason: String, end: ContinuousClock.Instant)?

    /// - Parameter sharesTerminal: whether the standard output is a terminal too; the line must then be erased first.
    init(isShown: Bool, sharesTerminal: Bool) {
        self.isShown = isShown
        self.sharesTerminal = sharesTerminal
    }

    func counted(_ records: Int, _ noun: String) {
        self.records = records
        self.noun = noun
    }

    func attempted(_ attempt: Attempt) {
        if attempt.status == .ok { pages += 1 }
        wait = attempt.wait.map { duration in
            let reason =
                attempt.httpStatus == 429 ? "rate limit" : attempt.httpStatus.map { "HTTP \($0)" } ?? "no answer"
            return (reason, .now + duration)
        }
    }

    func waiting(for reason: String, until end: ContinuousClock.Instant) { wait = (reason, end) }

    func draw() {
        let now = ContinuousClock.now
        guard isShown, milliseconds(from: start, to: now) >= Self.quietMilliseconds else { return }
        if let lastDrawn, isOnScreen, milliseconds(from: lastDrawn, to: now) < Self.tickMilliseconds { return }
        lastDrawn = now
        isOnScreen = true
        let width = StandardStreams.width(of: 2) ?? 80
        StandardStreams.writeError("\r\u{1b}[K" + TextWidth.cut(line(now), to: max(1, width - 1)))
    }

    /// Erases the line; before output only if that goes to the same terminal.
    func clear(forOutput: Bool = false) {
        guard isOnScreen, !forOutput || sharesTerminal else { return }
        isOnScreen = false
        StandardStreams.writeError("\r\u{1b}[K")
    }

    func printLine(_ text: String) {
        clear()
        StandardStreams.printError(text)
    }

    private func line(_ now: ContinuousClock.Instant) -> String {
        let elapsed = max(1, milliseconds(from: start, to: now))
        var parts = ["\(grouped(records)) \(noun)", "\(grouped(pages)) \(pages == 1 ? "page" : "pages")"]
        if records > 0 { parts.append("\(grouped(records * 1000 / Int(elapsed)))/s") }
        if let wait {
            let left = milliseconds(from: now, to: wait.end)
            if left > 0 { parts.append("\(wait.reason): waiting \(left / 1000).\(left % 1000 / 100) s") }
        }
        return parts.joined(separator: ", ")
    }

    private func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        return digits.indices.reduce(into: "") { text, index in
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digits[index])
        }
    }
}

/// One attempt at a request, for --verbose.
enum AttemptLine {
    static func of(_ attempt: Attempt) -> String {
        let answer = attempt.httpStatus.map { "HTTP \($0)" } ?? attempt.status.name
        var parts = ["\(attempt.method) \(attempt.path): \(answer)", "\(attempt.bytes) bytes"]
        parts.append("\(milliseconds(attempt.elapsed)) ms")
        if attempt.number > 1 { parts.append("attempt \(attempt.number)") }
        if let wait = attempt.wait { parts.append("retrying in \(milliseconds(wait)) ms") }
        if let id = attempt.requestID { parts.append("request \(id)") }
        return parts.joined(separator: ", ")
    }
}
