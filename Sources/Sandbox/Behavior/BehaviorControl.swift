import Synchronization

/// The behavior in force, shared by all that heed it. What happens by chance is drawn from the seed, for each
/// misbehavior by itself: switching one on or off changes nothing of when another happens.
final class BehaviorControl: Sendable {
    private struct State {
        var behavior: Behavior
        /// How often each was drawn.
        var draws: [Misbehavior: UInt64] = [:]

        mutating func draw(_ misbehavior: Misbehavior) -> UInt64 {
            let number = draws[misbehavior, default: 0]
            draws[misbehavior] = number &+ 1
            // One sequence for each: the name is part of the seed.
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

    /// - Parameter redraws: whether all draws start over, with the seed.
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

    /// As at the start, draws too.
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

    /// A number below `bound`, which must be positive, for the details of one that happens.
    func number(below bound: Int, for misbehavior: Misbehavior) -> Int {
        state.withLock { Int($0.draw(misbehavior) % UInt64(bound)) }
    }
}
