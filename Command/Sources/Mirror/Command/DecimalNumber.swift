import ArgumentParser

/// A number as an option. Help shows a whole default without ".0".
struct DecimalNumber: ExpressibleByArgument, ExpressibleByFloatLiteral {
    let value: Double

    init?(argument: String) {
        guard let value = Double(argument) else { return nil }
        self.value = value
    }

    init(floatLiteral value: Double) { self.value = value }

    var defaultValueDescription: String { value.shortText }
}
