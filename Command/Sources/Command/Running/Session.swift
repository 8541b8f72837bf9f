import DirectorySync
import Glibc

/// What one run works with: the client, the output, the progress and the signals.
final class Session {
    let client: Client
    let output: StandardOutput
    let progress: Progress
    let interruption: Interruption
    private let outputIsPipe: Bool

    init(_ connection: ConnectionOptions) throws {
        interruption = Interruption()
        output = StandardOutput(interruption: interruption)
        progress = Progress(isShown: connection.showsProgress, sharesTerminal: output.isTerminal)
        var options = try connection.clientOptions()
        let isVerbose = connection.verbose
        options.onAttempt = { [progress] attempt in
            progress.attempted(attempt)
            if isVerbose { progress.printLine(AttemptLine.of(attempt)) }
        }
        client = try connection.client(options, interruption)
        var state = stat()
        outputIsPipe = fstat(STDOUT_FILENO, &state) == 0 && [S_IFIFO, S_IFSOCK].contains(state.st_mode & S_IFMT)
    }

    /// Waits for a descriptor or a time; ends when a signal comes or nobody reads the output any more.
    func wait(for descriptor: Int32? = nil, until deadline: ContinuousClock.Instant? = nil) throws {
        var watched = descriptor.map { [pollfd(fd: $0, events: Int16(POLLIN), revents: 0)] } ?? []
        if outputIsPipe { watched.append(pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)) }
        while true {
            progress.draw()
            let left = deadline.map { max(0, milliseconds(from: .now, to: $0)) }
            let tick = progress.isShown ? Progress.tickMilliseconds : Int64(Int32.max)
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

    /// Runs a request without a record.
    func run(_ request: DirectoryRequest) throws {
        defer { progress.clear() }
        try request.setBlocking(false)
        while case .pending = try request.poll() { try wait(for: request.descriptor()) }
    }

    /// Fetches one record, which stays.
    func fetch<Element: APIRecord>(_ listing: Listing<Element>) throws -> Element {
        defer { progress.clear() }
        try listing.setBlocking(false)
        while true {
            switch try listing.poll() {
            case .value(let record):
                guard let copy = record.copy() else { throw Failure.software("out of memory for a record") }
                return copy
            case .pending: try wait(for: listing.descriptor())
            case .end: throw Failure.software("the library gave no record")
            }
        }
    }
}

func milliseconds(from start: ContinuousClock.Instant, to end: ContinuousClock.Instant) -> Int64 {
    let (seconds, attoseconds) = (end - start).components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000
}

extension Session {
    func show<Element: APIRecord & Presentable>(_ record: Element, as options: OutputOptions<Element>) throws {
        try write(options.formatter(for: output, isList: false).takeAll(of: [record]))
        try output.close()
    }

    func say(_ line: String) throws {
        try write(Array((line + "\n").utf8))
        try output.close()
    }
}
