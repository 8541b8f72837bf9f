import Synchronization
import WorkOSDirectorySync

/// Counts all requests of the process.
final class RequestStatistics: Sendable {
    private let attempts = Atomic<Int>(0)
    private let failures = Atomic<Int>(0)
    private let rateLimited = Atomic<Int>(0)
    private let waitedMilliseconds = Atomic<Int64>(0)

    func add(_ attempt: Attempt) {
        attempts.wrappingAdd(1, ordering: .relaxed)
        if attempt.status != .ok { failures.wrappingAdd(1, ordering: .relaxed) }
        if attempt.httpStatus == 429 { rateLimited.wrappingAdd(1, ordering: .relaxed) }
        waitedMilliseconds.wrappingAdd(Int64((attempt.wait ?? .zero) / .milliseconds(1)), ordering: .relaxed)
    }

    var total: Int { attempts.load(ordering: .relaxed) }
    var failed: Int { failures.load(ordering: .relaxed) }
    var refusedByRate: Int { rateLimited.load(ordering: .relaxed) }
    /// Seconds of waits before retries.
    var waited: Double { Double(waitedMilliseconds.load(ordering: .relaxed)) / 1000 }
}
