import Testing

@testable import Sandbox

/// The results are those of `JSON.stringify(JSON.parse(text))`.
struct JavaScriptNumberTests {
    @Test(arguments: [
        ("1.0", "1"), ("1e3", "1000"), ("1.50", "1.5"), ("-0.0", "0"), ("0.5", "0.5"), ("-2.50e1", "-25"),
        ("1E-6", "0.000001"), ("1e-7", "1e-7"), ("1.25e-7", "1.25e-7"), ("1e20", "100000000000000000000"),
        ("1e21", "1e+21"), ("1.5e300", "1.5e+300"), ("123456789012345680.0", "123456789012345680"),
        ("0.1e1", "1"), ("5e-324", "5e-324"), ("100.0", "100"), ("0.30000000000000004", "0.30000000000000004"),
        // Integers of any size are unchanged.
        ("7", "7"), ("-0", "-0"), ("12345678901234567890", "12345678901234567890"), ("1e999", "1e999"),
    ])
    func written(_ number: String, _ expected: String) {
        var text: [UInt8] = []
        JavaScriptNumber.write(number, to: &text)
        #expect(String(decoding: text, as: UTF8.self) == expected)
    }
}
