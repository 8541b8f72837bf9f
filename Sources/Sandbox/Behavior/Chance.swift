/// How often a misbehavior happens: with a probability, or the next N times.
enum Chance: Equatable, Sendable {
    case probability(Double)
    case count(Int)

    static let never = Chance.probability(0)
    static let always = Chance.probability(1)

    /// `0.25`, or `count:3` for the next three times.
    init?(text: String) {
        if text.hasPrefix("count:") {
            guard let count = Int(text.dropFirst("count:".count)), count >= 0 else { return nil }
            self = .count(count)
        } else {
            guard let probability = Double(text), (0...1).contains(probability) else { return nil }
            self = .probability(probability)
        }
    }

    var text: String {
        switch self {
        case .probability(let probability): "\(probability)"
        case .count(let count): "count:\(count)"
        }
    }
}
