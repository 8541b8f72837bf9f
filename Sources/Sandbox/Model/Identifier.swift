/// Ids in the API's format: a prefix and a ULID, which is 10 characters of time and 16 of randomness.
enum Identifier {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    static func text(prefix: String, time: Timestamp, random: (UInt64, UInt64)) -> String {
        var characters = Array(prefix.utf8)
        append(UInt64(truncatingIfNeeded: time.milliseconds), digits: 10, to: &characters)
        append(random.0, digits: 8, to: &characters)
        append(random.1, digits: 8, to: &characters)
        return String(decoding: characters, as: UTF8.self)
    }

    /// A random id, different at each start.
    static func random(_ prefix: String) -> String {
        text(prefix: prefix, time: .now(), random: (.random(in: .min ... .max), .random(in: .min ... .max)))
    }

    /// The low bits of a number, five to a digit.
    static func append(_ number: UInt64, digits: Int, to characters: inout [UInt8]) {
        for digit in (0..<digits).reversed() {
            characters.append(alphabet[Int((number >> UInt64(digit * 5)) & 31)])
        }
    }

    /// The number that `append` wrote, or nil if a character isn't one of its digits.
    static func number<Digits: Sequence<UInt8>>(_ digits: Digits) -> UInt64? {
        var number: UInt64 = 0
        for digit in digits {
            guard let value = alphabet.firstIndex(of: digit) else { return nil }
            number = number << 5 | UInt64(value)
        }
        return number
    }
}

/// Ids that are the same at each start if they are made in the same order (SplitMix64).
struct IdentifierSequence {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next(_ prefix: String, at time: Timestamp) -> String {
        Identifier.text(prefix: prefix, time: time, random: (number(), number()))
    }

    private mutating func number() -> UInt64 {
        state &+= SplitMix64.increment
        return SplitMix64.mixed(state)
    }
}
