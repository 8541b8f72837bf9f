import CPlatform
import Synchronization

/// Runs something once in each forked child before its first use of what the parent left, whichever of the
/// child's threads comes first, without a lock that the parent might have held.
final class ForkGuard {
    /// The process that owns it; negative while that process is still at work in `inChild`.
    private let owner = Atomic<Int32>(getpid())

    func enter(inChild: () -> Void) {
        let process = getpid()
        while true {
            let known = owner.load(ordering: .acquiring)
            if known == process { return }
            if known == 0 &- process {
                sched_yield()
            } else if owner.compareExchange(expected: known, desired: 0 &- process, ordering: .acquiringAndReleasing)
                .exchanged
            {
                inChild()
                owner.store(process, ordering: .releasing)
                return
            }
        }
    }
}
