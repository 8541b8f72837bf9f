import CPlatform
import Synchronization

/// A caller of the API: its options and the means to cancel its calls. What it sends goes over a transport. Any number
/// of threads may use it.
final class Client {
    let options: ClientOptions
    let transport: Transport
    private let generation = Atomic<UInt64>(0)
    private let cancelTimer = Atomic<UInt64>(Descriptor.none.entry)

    init(_ options: ClientOptions) {
        self.options = options
        transport = Transport(options.endpoint, directoryUserRate: options.directoryUserRate)
    }

    /// One that sends over the same transport.
    init(_ options: ClientOptions, sharing client: Client) {
        self.options = options
        transport = client.transport
    }

    deinit { Descriptor(entry: cancelTimer.load(ordering: .acquiring)).close() }

    /// Calls compare it with what it was when they began.
    var cancelGeneration: UInt64 { generation.load(ordering: .acquiring) }

    /// Async-signal-safe: a counter and a timer.
    func cancel() {
        generation.add(1, ordering: .acquiringAndReleasing)
        Descriptor(entry: cancelTimer.load(ordering: .acquiring)).fire()
    }

    /// The timer that every iterator watches, made for the first one and anew in a forked child; none where there are no
    /// descriptors left.
    func cancelDescriptor() -> Descriptor {
        let known = Descriptor(entry: cancelTimer.load(ordering: .acquiring))
        if known.isTimer { return known }
        let fresh = Descriptor(entry: cplatform_timer())
        let (exchanged, winner) = cancelTimer.compareExchange(
            expected: known.entry, desired: fresh.entry, ordering: .acquiringAndReleasing)
        (exchanged ? known : fresh).close()
        return exchanged ? fresh : Descriptor(entry: winner)
    }
}
