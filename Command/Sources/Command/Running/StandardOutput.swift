import Glibc

/// The standard output. It is written in pieces, so that a signal can end it in between.
final class StandardOutput {
    /// How much a writable pipe accepts without blocking (POSIX).
    private static let pieceLength = 4096

    let isTerminal = StandardStreams.isTerminal(STDOUT_FILENO)
    private let interruption: Interruption?

    init(interruption: Interruption? = nil) { self.interruption = interruption }

    /// The terminal's columns; nil if the output is not a terminal.
    var width: Int? { isTerminal ? StandardStreams.width(of: STDOUT_FILENO) ?? 80 : nil }

    func write(_ bytes: [UInt8]) throws(Failure) {
        var position = 0
        while position < bytes.count {
            if let interruption {
                try interruption.wait([pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)])
            }
            let piece = bytes[position..<min(position + Self.pieceLength, bytes.count)]
            let written = piece.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if written >= 0 {
                position += written
            } else if errno != EINTR && errno != EAGAIN {
                throw Self.failure(errno)
            }
        }
    }

    /// Some file systems report a full disk only on close.
    func close() throws(Failure) {
        if Glibc.close(STDOUT_FILENO) != 0 { throw Self.failure(errno) }
        _ = open("/dev/null", O_RDONLY)
    }

    private static func failure(_ number: Int32) -> Failure { number == EPIPE ? .outputClosed : .output(number) }
}
