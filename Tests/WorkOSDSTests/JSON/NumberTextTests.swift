import Testing

@testable import WorkOSDS

struct NumberTextTests {
    private func kind(_ text: String) -> NumberText.Kind { withCursor(text) { NumberText.skip(&$0) } }

    private func integer(_ text: String) -> Int64? { withCursor(text) { NumberText.integer($0) } }

    @Test(arguments: [
        "0", "-0", "9223372036854775807", "-9223372036854775808", "999999999999999999", "1000000000000000000",
        "9223372036854775799",
    ])
    func integerThatFits(_ text: String) {
        #expect(kind(text) == .fits)
        #expect(integer(text) == Int64(text))
    }

    /// 19 digits above the limit, 20 digits around UInt64's limit, and more.
    @Test(arguments: [
        "9223372036854775808", "-9223372036854775809", "9999999999999999999", "10000000000000000000",
        "18446744073709551615",
        "18446744073709551616", "-10000000000000000000", "100000000000000000000000000000", "9223372036854775807000",
    ])
    func integerThatDoesNotFit(_ text: String) {
        #expect(kind(text) == .tooLarge)
        #expect(integer(text) == nil)
    }

    @Test(arguments: [
        "1e308", "9.99e307", "1.7976931348623157e308", "-1.7976931348623157e308", "1.7976931348623158e308",
        "17976931348623157e292",
        "0.00017976931348623157e312", "4.9e-324", "1e-400", "1e-999999999999999999999", "0e999999999999999999999",
        "-0.0e5", "0.0",
        "1.0", "100.0", "0.1", "123456789012345678901234567890.5", "1E5", "1e+5", "0.000e99999",
    ])
    func realThatFits(_ text: String) { #expect(kind(text) == .fits) }

    @Test(arguments: [
        "1e309", "-1e309", "1.7976931348623159e308", "1.8e308", "17976931348623159e292", "0.0017976931348623159e311",
        "10e308", "1e310",
        "0.001e312", "1e999999999999999999999", "1e+18446744073709551616", "1.0e9223372036854775807",
    ])
    func realThatDoesNotFit(_ text: String) { #expect(kind(text) == .tooLarge) }

    /// The limit of strtod, compared with Swift's Double.
    @Test func agreesWithDouble() {
        for mantissa in ["1", "1.5", "9.999", "17.976931348623157", "17.976931348623159", "0.0001", "123456.789"] {
            for exponent in [-400, -330, -310, 0, 290, 300, 302, 303, 304, 305, 306, 307, 308, 309, 310, 312, 313, 400]
            {
                let text = "\(mantissa)e\(exponent)"
                let expected = Double(text).map { $0.isFinite } ?? false
                #expect((kind(text) == .fits) == expected, "\(text)")
            }
        }
    }

    /// Halfway between the largest double and its would-be successor: from there on numbers round to infinity.
    @Test func theLastDigitOfTheBorderCounts() {
        let border =
            "17976931348623158079372897140530341507993413271003782693617377898044496829276475094664901797758720709633028641669288791094"
            + "655554785194040263065748867150582068190890200070838367627385484581771153176447573027006985557136695962284291481986083493647529"
            + "2719074168444365510704342711559699508093042880177904174497792"
        let below = border.dropLast() + "1"
        #expect(border.count == 309 && Double(border) == .infinity && Double(below) == .greatestFiniteMagnitude)
        for (digits, fits) in [(border, false), (String(below), true), (border.dropLast() + "3", false)] {
            for form in [
                "\(digits)e0", "-\(digits).0", "\(digits.prefix(1)).\(digits.dropFirst())e308", "0.000\(digits)e312",
                "\(digits)000e-3",
            ] {
                #expect((kind(form) == .fits) == fits, "\(form)")
            }
        }
        #expect(kind(border + ".00000000000000000001") == .tooLarge && kind(below + ".99999999999999999999") == .fits)
        #expect(kind("1.797693134862315807e308") == .fits && kind("1.797693134862315808e308") == .tooLarge)
    }

    @Test func judgesThousandsOfDigits() {
        let nines = String(repeating: "9", count: 5000)
        let zeros = String(repeating: "0", count: 5000)
        #expect(kind(nines) == .tooLarge)
        #expect(kind(nines + ".5") == .tooLarge)
        #expect(kind(nines + "e-4700") == .fits)
        #expect(kind(nines + "e-4000") == .tooLarge)
        #expect(kind("0." + zeros + "1") == .fits)
        #expect(kind("0." + zeros + "1e5309") == .fits)
        #expect(kind("0." + zeros + "1e5310") == .tooLarge)
        #expect(kind("0." + nines) == .fits)
        #expect(kind("1e" + zeros + "1") == .fits)
        #expect(kind("1e" + nines) == .tooLarge)
        #expect(kind("1e-" + nines) == .fits)
        #expect(kind(String(repeating: "1", count: 301) + ".0") == .fits)
        #expect(kind(String(repeating: "1", count: 309) + ".0") == .fits)
        #expect(kind(String(repeating: "2", count: 309) + ".0") == .tooLarge)
        #expect(kind(String(repeating: "1", count: 310) + ".0") == .tooLarge)
    }

    @Test(arguments: [
        "", "-", "+1", "01", "-01", "00", "00.5", ".5", "1.", "1.e5", "1e", "1e+", "1e-", "a", "-a", "1.x",
    ])
    func noNumber(_ text: String) { #expect(kind(text) == NumberText.Kind.none) }

    @Test(arguments: [("12,3", 2), ("1.5]", 3), ("-7}", 2), ("1e5 ", 3), ("0x", 1), ("12e5.5", 4)])
    func endsWhereTheNumberEnds(_ text: String, _ length: Int) {
        withCursor(text) { cursor in
            #expect(NumberText.skip(&cursor) == .fits)
            #expect(cursor.position == length)
        }
    }

    @Test(arguments: ["1.0", "1e5", "-1.5", "\"1\"", "true", "", "x"])
    func noInteger(_ text: String) { #expect(integer(text) == nil) }
}
