import Testing

@testable import WorkOSDS

/// Random failures, compared with a plain loop that handles the same ones.
struct ExchangeModelTests {
    @Test(arguments: 0..<40)
    func behavesAsAPlainLoop(_ seed: UInt64) throws {
        var random = SplitMix(seed)
        for _ in 0..<200 {
            let script = Script(&random)
            #expect(try script.run() == script.expected(), "\(script)")
        }
    }
}

/// A request and the results of its attempts.
private struct Script {
    enum Outcome {
        case answer(Int32, retryAfter: Int64?)
        case broken(wasSent: Bool)
        /// An idle connection that the server had closed.
        case stale
    }

    let method: Request.Method
    let retries: Int
    let longestWait: Int64
    let callTimeout: Int64?
    var attempts: [(outcome: Outcome, duration: Int64)] = []

    private static let statuses: [Int32] = [200, 404, 404, 401, 408, 422, 429, 429, 500, 501, 503, 525]

    init(_ random: inout SplitMix) {
        method = [.get, .get, .delete, .delete, .post][random.below(5)]
        retries = random.below(5)
        longestWait = [300, 5_000, 60_000][random.below(3)]
        callTimeout = random.below(2) == 0 ? nil : Int64(500 + random.below(6_000))
        for _ in 0..<20 {
            let outcome: Outcome =
                switch random.below(8) {
                case 0: .broken(wasSent: true)
                case 1: .broken(wasSent: false)
                case 2: .stale
                default:
                    .answer(
                        Self.statuses[random.below(Self.statuses.count)],
                        retryAfter: random.below(3) == 0 ? Int64(random.below(7_000)) : nil)
                }
            attempts.append((outcome, Int64(random.below(700))))
        }
    }

    /// The start and result of each attempt.
    func expected() -> [String] {
        var trace: [String] = []
        var (time, attempt, mayHaveDeleted, hasReconnected) = (Int64(0), 1, false, false)
        for (outcome, duration) in attempts {
            trace.append("attempt \(attempt) at \(time)")
            time += duration
            if let callTimeout, time >= callTimeout { return trace + ["timeout"] }
            var (name, isTransient, wasSent, isLimit, wanted) = ("network", true, true, false, Int64?.none)
            switch outcome {
            case .stale where method == .get && !hasReconnected:
                hasReconnected = true
                continue
            case .stale: break
            case .broken(let sent): wasSent = sent
            case .answer(let status, let retryAfter):
                if status == 200 || status == 404 && method == .delete && mayHaveDeleted { return trace + ["answered"] }
                (name, wanted, isLimit) = ("\(status)", retryAfter, status == 429)
                isTransient = [408, 429, 500, 503, 525].contains(status)
            }
            if isTransient, wasSent, !isLimit { mayHaveDeleted = true }
            let wait = min(wanted ?? min(500 << Int64(attempt - 1), 8_000), longestWait)
            let isAllowed = method != .post || isLimit || !wasSent
            guard isTransient, isAllowed, attempt <= retries, (wanted ?? 0) <= longestWait,
                time + wait < callTimeout ?? .max
            else { return trace + [name] }
            time += wait
            attempt += 1
            hasReconnected = false
        }
        return trace
    }

    /// The same with `Exchange`.
    func run() throws -> [String] {
        let options = try ClientOptions.sample(
            callTimeout: callTimeout, requestTimeout: nil, connectTimeout: nil, retries: retries,
            maximumWait: longestWait)
        let run = try ExchangeRun(method, options)
        let start = run.now
        var trace: [String] = []
        for (outcome, duration) in attempts {
            let step = run.step
            if step != "send" { return trace + [ended(step, run)] }
            trace.append("attempt \(run.attempt) at \(run.now - start)")
            run.send()
            run.now += duration
            if run.passedLimit() == .call {
                run.timeOut(.call)
            } else {
                run.now += end(run, outcome) ?? 0
            }
        }
        return run.step == "send" ? trace : trace + [ended(run.step, run)]
    }

    private func end(_ run: ExchangeRun, _ outcome: Outcome) -> Int64? {
        switch outcome {
        case .answer(let status, let retryAfter): run.answer(status, retryAfter: retryAfter)
        case .broken(let wasSent): run.fail(.network, wasSent: wasSent)
        case .stale: run.fail(.network, diedUnanswered: true)
        }
    }

    private func ended(_ step: String, _ run: ExchangeRun) -> String {
        if case .failed(let failure) = run.outcome, failure.httpStatus != 0 { return "\(failure.httpStatus)" }
        return String(step.prefix { $0 != " " })
    }
}
