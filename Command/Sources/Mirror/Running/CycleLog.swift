import Foundation
import Synchronization

/// One line for each cycle, for a person or for a program.
struct CycleLog {
    enum Form: String, CaseIterable {
        case text
        case json
    }

    private struct Line: Encodable {
        var time: String
        var result: String
        var seconds: Double
        var requests: Int
        var events: Int?
        var changes: Int?
        var listed: String?
        var error: String?
    }

    let form: Form

    func ended(_ result: Mirror.Result, requests: Int, seconds: Double) {
        write(
            Line(
                time: Moment.now.text, result: "done", seconds: rounded(seconds), requests: requests,
                events: result.events, changes: result.changes, listed: result.listed))
    }

    func failed(_ error: String, requests: Int, seconds: Double) {
        write(
            Line(
                time: Moment.now.text, result: "failed", seconds: rounded(seconds), requests: requests, error: error))
    }

    private func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }

    private func write(_ line: Line) {
        switch form {
        case .text: print(text(line))
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            guard let data = try? encoder.encode(line) else { return }
            print(String(decoding: data, as: UTF8.self))
        }
        fflush(nil)
    }

    private func text(_ line: Line) -> String {
        let cost = "\(line.requests) \(line.requests == 1 ? "request" : "requests"), \(line.seconds) s"
        if let error = line.error { return "\(line.time) failed (\(cost)): \(error)" }
        let listed = line.listed.map { ", everything listed (\($0))" } ?? ""
        return "\(line.time) \(line.events ?? 0) events, \(line.changes ?? 0) changes\(listed) (\(cost))"
    }
}

/// How many requests were sent.
final class RequestCount: Sendable {
    private let count = Atomic<Int>(0)

    func add() { count.wrappingAdd(1, ordering: .relaxed) }

    /// Since the last call.
    func take() -> Int { count.exchange(0, ordering: .relaxed) }
}
