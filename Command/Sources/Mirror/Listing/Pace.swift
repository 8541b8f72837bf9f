/// Turns at a steady rate: what the library does not pace itself.
final class Pace {
    private let spacing: Double
    private var nextTurn = 0.0

    /// - Parameter rate: turns a second.
    init(rate: Double) { spacing = 1 / rate }

    /// When the next turn is.
    func turn(now: Double) -> Double { max(now, nextTurn) }

    /// A turn was taken, or something else that counts as one.
    func took(at now: Double) { nextTurn = max(nextTurn, now + spacing) }
}
