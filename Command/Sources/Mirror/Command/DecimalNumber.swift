import ArgumentParser

/// A number as an option takes it. Help shows its default without a fraction that it does not have.
struct DecimalNumber: ExpressibleByArgument, ExpressibleByFloatLiteral {
    let value: Double

    init?(argument: String) {
        guard let value = Double(argument) else { return nil }
        self.value = value
    }

    init(floatLiteral value: Double) { self.value = value }

    var defaultValueDescription: String { value.shortText }
}
