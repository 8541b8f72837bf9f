import Glibc

/// Notifies systemd about a service with Type=notify: sd_notify(3), without its library.
final class ServiceManager {
    private let descriptor: Int32
    private let address: [UInt8]
    /// Seconds between two watchdog notifications; nil without a watchdog.
    private let interval: Double?
    private var nextSign = 0.0

    /// Nil if the process was not started by a service manager.
    init?(_ variable: (String) -> String? = { name in getenv(name).map { String(cString: $0) } }) {
        guard let socket = variable("NOTIFY_SOCKET"), let address = Self.bytes(ofAddress: socket) else { return nil }
        self.address = address
        descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        let isOurs = variable("WATCHDOG_PID").map { $0 == String(getpid()) } ?? true
        let microseconds = variable("WATCHDOG_USEC").flatMap(Double.init)
        // Twice per watchdog interval, as systemd recommends.
        interval = microseconds.flatMap { isOurs && $0 > 0 ? $0 / 2e6 : nil }
    }

    deinit { close(descriptor) }

    func ready() { send("READY=1") }

    func stopping() { send("STOPPING=1") }

    /// For `systemctl status`.
    func status(_ line: String) { send("STATUS=" + line) }

    /// When the next watchdog notification is due.
    var wakesAt: Double? { interval == nil ? nil : nextSign }

    /// Called often; sends a notification when it is due.
    func signOfLife(now: Double) {
        guard let interval, now >= nextSign else { return }
        nextSign = now + interval
        send("WATCHDOG=1")
    }

    /// Errors are ignored, because a missing manager must not stop the mirror.
    private func send(_ state: String) {
        let message = Array(state.utf8)
        address.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return }
            _ = sendto(
                descriptor, message, message.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), start,
                socklen_t(bytes.count))
        }
    }

    /// A sockaddr_un as bytes. A name that begins with "@" is in the abstract namespace and not terminated.
    static func bytes(ofAddress socket: String) -> [UInt8]? {
        var name = Array(socket.utf8)
        let isAbstract = name.first == UInt8(ascii: "@")
        guard isAbstract || name.first == UInt8(ascii: "/"), name.count > 1, name.count < 108 else { return nil }
        if isAbstract { name[0] = 0 } else { name.append(0) }
        return withUnsafeBytes(of: sa_family_t(AF_UNIX)) { Array($0) } + name
    }
}
