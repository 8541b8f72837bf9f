import CPlatform
import Synchronization

/// A client: its options, and cancelling its calls; the object of `workosds_client`. It sends requests with a
/// transport, which clients derived from it share. Thread-safe: only the two atomics change. Retained by each of its
/// sessions, so that it can be freed before its iterators.
final class Client {
    let options: ClientOptions
    let transport: Transport
    /// The number of calls of `cancel`. A call that began with another number is cancelled; later calls are not.
    private let generation = Atomic<UInt64>(0)
    /// The entry of the `Descriptor` below; that of `none` until the first iterator needs it, so that a client without
    /// calls keeps no descriptor open.
    private let cancelTimer = Atomic<UInt64>(Descriptor.none.entry)

    init(_ options: ClientOptions) {
        self.options = options
        transport = Transport(options.endpoint, directoryUserRate: options.directoryUserRate)
    }

    /// A client that uses the same transport.
    init(_ options: ClientOptions, sharing client: Client) {
        self.options = options
        transport = client.transport
    }

    deinit { Descriptor(entry: cancelTimer.load(ordering: .acquiring)).close() }

    /// Calls compare it with its value when they began.
    var cancelGeneration: UInt64 { generation.load(ordering: .acquiring) }

    /// Async-signal-safe: a counter and a timer, no lock. The counter ends calls that are working, the timer wakes
    /// those that wait.
    func cancel() {
        generation.add(1, ordering: .acquiringAndReleasing)
        Descriptor(entry: cancelTimer.load(ordering: .acquiring)).fire()
    }

    /// The timer that every iterator watches, created for the first one and again in a forked child; nil if no
    /// descriptor is left. If two threads create it at once, one closes its own.
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
