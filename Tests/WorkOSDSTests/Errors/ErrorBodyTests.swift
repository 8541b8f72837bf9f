import Testing

@testable import WorkOSDS

struct ErrorBodyTests {
    private func body(_ given: String) -> ErrorBody { ErrorBody(ByteBuffer(given), .none) }

    private func entries(_ body: ErrorBody) -> [[String?]] {
        body.fieldErrors.map { entry in [entry.field, entry.code, entry.message].map { $0.map { text($0) } } }
    }

    @Test(
        arguments: [
            (#"{"message":"Not found.","code":"entity_not_found"}"#, "Not found.", "entity_not_found"),
            (#"{"error":"invalid_client","error_description":"Wrong."}"#, "Wrong.", "invalid_client"),
            (#"{"error":"invalid_client"}"#, "invalid_client", "invalid_client"),
            (#"{"message":"m","error":"e","error_description":"d"}"#, "m", "e"),
            (#"{"message":"m","code":"c","error":"e"}"#, "m", "c"), (#"{"message":"","code":""}"#, nil, nil),
            (#"{"message":7,"code":null,"error":[]}"#, nil, nil),
            (#"{"message":null,"error":"Bad Request"}"#, "Bad Request", "Bad Request"),
            (#""Just text""#, "Just text", nil), ("{}", nil, nil), ("[]", nil, nil),
            ("[1]", nil, nil), ("7", nil, nil), ("null", nil, nil),
            (#"{"message":"caf\u00e9 \ud800"}"#, "café \u{FFFD}", nil), (#" {"message":"m"} "#, "m", nil),
            ("\u{FEFF}{\"message\":\"m\"}", "m", nil), (#"{"message":"a","message":"b"}"#, "b", nil),
            (#"{"code":"a\u0000b","n":1e999}"#, nil, "a\u{0}b"),
        ] as [(String, String?, String?)])
    func shapes(_ given: String, _ message: String?, _ code: String?) {
        let body = body(given)
        #expect(body.message.map { text($0) } == message)
        #expect(body.code.map { text($0) } == code)
        #expect(body.fieldErrors.isEmpty)
    }

    @Test func fieldErrors() {
        let given =
            #"{"message":"m","errors":[{"field":"limit","code":"too_large","message":"Too large."},{"code":"x"},"plain",7,null,[],{}]}"#
        #expect(
            entries(body(given)) == [
                ["limit", "too_large", "Too large."], [nil, "x", nil], [nil, nil, "plain"], [nil, nil, nil],
            ])
    }

    @Test(arguments: [
        #"{"errors":{"field":"x"}}"#, #"{"errors":null}"#, #"{"errors":"x"}"#, #"{"errors":[]}"#, #"{"errors":3}"#,
    ])
    func noFieldErrors(_ given: String) { #expect(body(given).fieldErrors.isEmpty) }

    @Test(
        arguments: [
            ("Unauthorized", "Unauthorized"), ("  two\r\nlines", "two"), ("upstream timed out\n", "upstream timed out"),
            ("", nil), (" \r\n\t ", nil),
            ("<html><body>502</body></html>", nil), ("\n<!DOCTYPE html>", nil), ("{\"message\":", nil),
            ("{broken", nil), ("[1,", "[1,"), ("null x", "null x"),
        ] as [(String, String?)])
    func plainText(_ given: String, _ message: String?) {
        #expect(body(given).message.map { text($0) } == message)
        #expect(body(given).code == nil)
    }

    @Test func isBounded() {
        let many = #"{"errors":[\#(Array(repeating: #""x""#, count: 500).joined(separator: ","))]}"#
        #expect(body(many).fieldErrors.count == 100)
        let long = body(#"{"message":"\#(String(repeating: "m", count: 5000))"}"#)
        #expect(long.message?.count == 1024)
        #expect(body(String(repeating: "p", count: 5000)).message?.count == 1024)
        #expect(body(#"{"message":"m"}"# + String(repeating: " ", count: 1 << 20)).message == nil)
        #expect(body(String(repeating: "[", count: 10_000)).message != nil)
    }

    /// Truncated between characters, because callers expect UTF-8.
    @Test(arguments: 0...3)
    func textsAreCutBetweenCharacters(_ padding: Int) {
        let long = String(repeating: ".", count: padding) + String(repeating: "😀", count: 400)
        let body = body(#"{"message":"\#(long)","code":"\#(long)","errors":[{"message":"\#(long)"}]}"#)
        for part in [body.message, body.code, body.fieldErrors.first?.message] {
            #expect(
                part.flatMap { String(validating: $0, as: UTF8.self) }.map {
                    long.hasPrefix($0) && $0.utf8.count > 1020
                } == true)
        }
    }

    @Test(
        arguments: [
            ("300", 300_000), ("0", 0), ("-0.0", 0), ("1.5", 1500), ("0.0001", 1), ("2.3", 2300), ("1e2", 100_000),
            (#""300""#, 300_000), (#""0""#, 0), ("-1", nil), ("-0.5", nil), (#""-1""#, nil), (#""1.5""#, nil),
            (#""""#, nil), (#""soon""#, nil), (#""NaN""#, nil), ("null", nil), ("true", nil), ("[300]", nil),
            (#"{"seconds":300}"#, nil), ("9223372036854775807", .max), ("-9223372036854775808", nil),
            ("9223372036854775", 9_223_372_036_854_775_000), ("9223372036854776", .max),
            ("1e15", 1_000_000_000_000_000_000),
            ("1e300", .max), ("1e999", nil), ("123456789012345678901234567890", .max), ("-1e999", nil),
            (#""99999999999999999999999""#, .max),
        ] as [(String, Int64?)])
    func secondsToWait(_ seconds: String, _ expected: Int64?) {
        #expect(body(#"{"message":"m","retry_after_seconds":\#(seconds)}"#).retryAfter == expected)
        #expect(body("{}").retryAfter == nil && body(seconds).retryAfter == nil)
    }

    /// In every spelling, at every position, before it is truncated.
    @Test(arguments: Spelling.allCases)
    func everyTextIsRedacted(_ spelling: Spelling) {
        let key = "sk_test_0123456789abcdefABCDEF"
        for before in [0, 1000, 1023] {
            let told = String(repeating: "x", count: before) + spelling(key)
            let given =
                #"{"message":"\#(told)","code":"\#(told)","errors":[{"field":"\#(told)","code":"\#(told)","message":"\#(told)"},"\#(told)"]}"#
            let bodies = [
                given, #"{"error":"\#(told)","error_description":"\#(told)"}"#, #""\#(told)""#, "Bearer \(told)",
            ]
            for given in bodies {
                let body = ErrorBody(ByteBuffer(given), Redactor(bytes(key)))
                let entries = body.fieldErrors.flatMap { [$0.field, $0.code, $0.message] }
                for part in [body.message, body.code] + entries {
                    #expect(!holdsPart(of: key, part, spelling))
                }
                #expect(before > 500 || body.message.map { text($0).contains("[API key]") } == true)
            }
        }
    }
}
