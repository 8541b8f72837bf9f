import Glibc
import WorkOSDirectorySync

/// The client, output, progress and signals of one run.
final class Session {
    let client: Client
    let output: StandardOutput
    let progress: ProgressLine
    let interruption: Interruption
    private let outputIsPipe: Bool

    /// - Parameter makeClient: gets the function that the client calls after each attempt.
    init(
        showsProgress: Bool, isVerbose: Bool,
        makeClient: (_ onAttempt: @escaping @Sendable (Attempt) -> Void, Interruption) throws -> Client
    ) throws {
        interruption = Interruption()
        output = StandardOutput(interruption: interruption)
        progress = ProgressLine(isShown: showsProgress, sharesTerminal: output.isTerminal)
        let onAttempt: @Sendable (Attempt) -> Void = { [progress] attempt in
            progress.attempted(attempt)
            if isVerbose { progress.printLine(AttemptLine.of(attempt)) }
        }
        client = try makeClient(onAttempt, interruption)
        var state = stat()
        outputIsPipe = fstat(STDOUT_FILENO, &state) == 0 && [S_IFIFO, S_IFSOCK].contains(state.st_mode & S_IFMT)
    }

    /// Waits for a descriptor or a time. Throws on a signal, or if the reader has closed the output.
    func wait(for descriptor: Int32? = nil, until deadline: ContinuousClock.Instant? = nil) throws {
        var watched = descriptor.map { [pollfd(fd: $0, events: Int16(POLLIN), revents: 0)] } ?? []
        if outputIsPipe { watched.append(pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)) }
        while true {
            progress.draw()
            let left = deadline.map { max(0, milliseconds(from: .now, to: $0)) }
            let tick = progress.isShown ? ProgressLine.tickMilliseconds : Int64(Int32.max)
            let pause = min(left ?? tick, tick)
            let ready = try interruption.wait(
                watched, milliseconds: left == nil && !progress.isShown ? -1 : Int32(clamping: pause))
            if outputIsPipe, let output = ready.last, output.revents & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 {
                throw Failure.outputClosed
            }
            if descriptor != nil, let first = ready.first, first.revents != 0 { return }
            if let deadline, ContinuousClock.now >= deadline { return }
        }
    }

    func write(_ bytes: [UInt8]) throws {
        if bytes.isEmpty { return }
        progress.clear(forOutput: true)
        try output.write(bytes)
    }

    /// Runs a request that returns no record.
    func run(_ request: DirectoryRequest) throws {
        defer { progress.clear() }
        try request.setBlocking(false)
        while case .pending = try request.poll() { try wait(for: request.descriptor()) }
    }

    /// Fetches one record.
    func fetch<Element: APIRecord>(_ listing: Listing<Element>) throws -> Element {
        defer { progress.clear() }
        try listing.setBlocking(false)
        while true {
            switch try listing.poll() {
            case .value(let record): return record
            case .pending: try wait(for: listing.descriptor())
            case .end: throw Failure.software("the library returned no record")
            }
        }
    }
}

func milliseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000
}

func milliseconds(from start: ContinuousClock.Instant, to end: ContinuousClock.Instant) -> Int64 {
    milliseconds(end - start)
}

extension Session {
    func say(_ line: String) throws {
        try write(Array((line + "\n").utf8))
        try output.close()
    }
}
