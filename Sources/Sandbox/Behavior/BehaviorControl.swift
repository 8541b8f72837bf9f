import Synchronization

/// The current behavior, shared by all connections. Each misbehavior has its own random sequence, made from the seed:
/// switching one on or off does not change when another happens.
final class BehaviorControl: Sendable {
    /// What the mutex guards.
    private struct State {
        var behavior: Behavior
        /// How many numbers each has drawn.
        var draws: [Misbehavior: UInt64] = [:]

        mutating func draw(_ misbehavior: Misbehavior) -> UInt64 {
            let number = draws[misbehavior, default: 0]
            draws[misbehavior] = number &+ 1
            // The name is part of the seed, so that each has its own sequence.
            let salt = misbehavior.rawValue.utf8.reduce(UInt64(bitPattern: Int64(behavior.seed))) { hash, byte in
                (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            }
            return SplitMix64.mixed(salt &+ (number &+ 1) &* SplitMix64.increment)
        }
    }

    private let initial: Behavior
    private let state: Mutex<State>

    init(_ behavior: Behavior = Behavior()) {
        initial = behavior
        state = Mutex(State(behavior: behavior))
    }

    var current: Behavior { state.withLock { $0.behavior } }

    /// - Parameter redraws: whether all sequences start over.
    func change<Failure: Error>(
        redraws: Bool = false,
        _ change: (inout Behavior) throws(Failure) -> Void
    ) throws(Failure) {
        try state.withLock { state throws(Failure) in
            var behavior = state.behavior
            try change(&behavior)
            state.behavior = behavior
            if redraws { state.draws = [:] }
        }
    }

    /// Restores the command line's options and restarts all sequences.
    func reset() {
        state.withLock { $0 = State(behavior: initial) }
    }

    /// Whether it happens this time.
    func happens(_ misbehavior: Misbehavior) -> Bool {
        state.withLock { state in
            switch state.behavior.chances[misbehavior] ?? .never {
            case .never: return false
            case .always: return true
            case .probability(let probability):
                return Double(state.draw(misbehavior) >> 11) * 0x1p-53 < probability
            case .count(let count):
                guard count > 0 else { return false }
                state.behavior.chances[misbehavior] = .count(count - 1)
                return true
            }
        }
    }

    /// A random number below `bound`, which must be positive, for the details of a misbehavior.
    func number(below bound: Int, for misbehavior: Misbehavior) -> Int {
        state.withLock { Int($0.draw(misbehavior) % UInt64(bound)) }
    }
}
