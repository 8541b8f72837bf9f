import CPlatform
import Testing

@testable import WorkOSDS

struct FailureTests {
    private let redactor = Redactor(bytes("sk_test_key"))
    private let request = Request(.get, path: "/directory_users", id: bytes("directory_user_1"))

    private func answer(_ status: Int32, _ body: String, _ headers: String...) -> Failure {
        var head = ResponseHead()
        for line in headers { head.read(bytes(line), redactor) }
        return .httpError(status, request, head, now: 0, body: ByteBuffer(body), redactor)
    }

    private func json(_ failure: Failure) throws -> String {
        let pointer = try #require(failure.json())
        defer { free(pointer) }
        return String(cString: pointer)
    }

    @Test func saysWhatFailedAndWhatToDo() {
        let failure = answer(404, #"{"message":"Not found.","code":"entity_not_found"}"#, "X-Request-Id: req_1")
        #expect(
            text(ended: failure.message)
                == "GET /directory_users/directory_user_1: HTTP 404 entity_not_found: Not found. (check the id and the environment of the API key)"
        )
        #expect(failure.status == .notFound && failure.httpStatus == 404)
        #expect(text(ended: failure.code) == "entity_not_found" && text(ended: failure.requestID) == "req_1")
        #expect(!failure.isRetryable && failure.retryAfter == nil)
    }

    @Test(
        arguments: [
            (400, "", "GET /directory_users/directory_user_1: HTTP 400"),
            (401, "Unauthorized", ": HTTP 401: Unauthorized (check the API key)"),
            (403, "<html>", ": HTTP 403 (the API key may not do this)"),
            (429, "{}", ": HTTP 429 (wait, then try again)"),
            (429, #"{"retry_after_seconds":300}"#, ": HTTP 429 (retry after 300 s)"),
            (503, #"{"retry_after_seconds":0.2}"#, ": HTTP 503 (retry after 1 s)"),
            (500, "", ": HTTP 500 (try again later)"),
            (418, "a\nb", ": HTTP 418: a"), (204, "", ": HTTP 204"),
        ] as [(Int32, String, String)])
    func messages(_ status: Int32, _ body: String, _ expected: String) {
        #expect(text(ended: answer(status, body).message)?.hasSuffix(expected) == true)
    }

    /// The first two reasons from the API's response, and the number of others.
    @Test(
        arguments: [
            (
                #"{"message":"Validation failed","errors":[{"field":"after","code":"No such object: 'nope'."}]}"#,
                "Validation failed: after: No such object: 'nope'."
            ),
            (#"{"errors":[{"code":"email_string_required","message":"Email."}]}"#, "Email."),
            (#"{"message":"m","errors":[{"field":"f","code":"c","message":"Words."}]}"#, "m: f: Words."),
            (#"{"message":"m","errors":["one","two"]}"#, "m: one; two"),
            (#"{"message":"m","errors":["one",{"field":"f","code":"c"},"three","four"]}"#, "m: one; f: c (and 2 more)"),
            (#"{"message":"m","errors":[{"field":"f"}]}"#, "m: f"), (#"{"message":"m","errors":[{},7]}"#, "m"),
        ])
    func namesTheFields(_ body: String, _ expected: String) {
        #expect(text(ended: answer(422, body).message)?.hasSuffix("HTTP 422: \(expected)") == true)
    }

    /// Whatever the length of the rest.
    @Test func theFieldAndTheSecondsAreNotCutOff() {
        let long = String(repeating: "m", count: 1000)
        let id = bytes(String(repeating: "i", count: 300))
        func message(_ status: Int32, _ body: String) -> String? {
            let request = Request(.get, path: "/directory_users", id: id)
            return text(
                ended: Failure.httpError(status, request, ResponseHead(), now: 0, body: ByteBuffer(body), redactor)
                    .message)
        }
        let code = String(repeating: "c", count: 60)
        #expect(
            message(429, #"{"message":"\#(long)","code":"\#(code)","retry_after_seconds":300}"#)?.hasSuffix(
                " (retry after 300 s)") == true)
        #expect(
            message(422, #"{"message":"\#(long)","errors":[{"field":"after","code":"No such object."}]}"#)?.contains(
                "... after: No such object.") == true)
    }

    /// For a rejected sync the code determines the status, not the HTTP status.
    @Test(arguments: [400, 403, 408, 409, 422, 429, 500, 503] as [Int32])
    func aSyncsCodeDecides(_ httpStatus: Int32) {
        let policy = RetryPolicy(maximumRetries: 3, maximumWait: 60_000)
        func check(_ code: String, _ expected: Status?, retried: Bool) {
            let failure = answer(httpStatus, #"{"code":"directory_sync_\#(code)","retry_after_seconds":1}"#)
            #expect(failure.httpStatus == httpStatus && failure.retryAfter == 1000)
            #expect(failure.status == expected ?? failure.status && failure.isRetryable == retried)
            let outcome = RetryPolicy.Outcome(status: failure.status, httpStatus: httpStatus, retryAfter: 1000)
            for method in [Request.Method.get, .delete, .post] {
                let decision = policy.decide(outcome, method: method, attempt: 1, fraction: 0)
                #expect(decision == (retried ? .retry(wait: 1000) : .giveUp))
            }
        }
        check("rate_limited", .rateLimited, retried: true)
        check("in_progress", .conflict, retried: false)
        let final = [408, 429, 500, 503].contains(httpStatus) ? .unprocessable : Status(httpStatus: httpStatus)
        check("unsupported", final, retried: false)
        check("disabled", final, retried: false)
    }

    @Test func theHeaderComesBeforeTheBody() {
        let body = #"{"retry_after_seconds":300}"#
        #expect(answer(429, body, "Retry-After: 2").retryAfter == 2000)
        #expect(answer(429, body, "Retry-After: soon").retryAfter == 300_000)
        #expect(answer(404, body).retryAfter == 300_000 && answer(429, "{}").retryAfter == nil)
    }

    @Test func showsWhereARedirectLeads() {
        let failure = answer(302, "", "Location: https://elsewhere/\u{1}x")
        #expect(
            text(ended: failure.message)?.hasSuffix(
                "redirects are not followed, this one leads to \"https://elsewhere/ x\"") == true)
        #expect(text(ended: answer(200, "", "Location: /x").message)?.contains("redirect") == false)
    }

    @Test func theQueryIsLeftOutAndTheLineIsBounded() {
        let long = Request(list: "/directories", parameters: [QueryParameter(name: "search", value: bytes("secret"))])
        #expect(text(Failure.message(long, "", redactor).bytes) == "GET /directories")
        let body = #"{"message":"\#(String(repeating: "€", count: 500))","code":"c"}"#
        let failure = answer(500, body, "X-Request-Id: r")
        #expect(failure.message.count <= 301 && String(validating: failure.message, as: UTF8.self) != nil)
        #expect(text(ended: failure.message)?.contains("€... (try again later)") == true)
        #expect(text(ended: failure.message)?.contains("\u{FFFD}") == false)
    }

    @Test func longCodesStayOutOfTheMessage() {
        let code = String(repeating: "c", count: 61)
        let failure = answer(400, #"{"code":"\#(code)"}"#)
        #expect(text(ended: failure.message)?.contains("ccc") == false && text(ended: failure.code) == code)
    }

    @Test func keepsTheBodyByteForByte() {
        let body = bytes("caf") + [0xE9, 0x00, 0xFF]
        let failure = Failure.httpError(502, request, ResponseHead(), now: 0, body: ByteBuffer(body), redactor)
        #expect(failure.body?.content == body)
        #expect(answer(500, "").body?.count == 0)
    }

    @Test func jsonHoldsAllOfIt() throws {
        let failure = answer(
            422, #"{"message":"Wrong.","code":"v","errors":[{"field":"limit","code":"big","message":"é"},"plain"]}"#,
            "Retry-After: 2", "X-Request-Id: r")
        let json = try json(failure)
        #expect(
            json.hasPrefix(
                #"{"status":-7,"status_name":"UNPROCESSABLE","message":"GET /directory_users/directory_user_1: HTTP 422 v: Wrong. limit: é; plain","http_status":422,"#
            ))
        #expect(json.contains(#""code":"v","request_id":"r","retry_after_ms":2000,"is_retryable":false,"#))
        #expect(
            json.contains(
                #""errors":[{"field":"limit","code":"big","message":"é"},{"field":null,"code":null,"message":"plain"}],"body":"{\"message\""#
            ))
    }

    @Test func jsonOfAFailureWithoutAnAnswer() throws {
        let json = try json(Failure(.network, "no route"))
        #expect(
            json
                == #"{"status":-11,"status_name":"NETWORK","message":"no route","http_status":0,"code":null,"request_id":null,"retry_after_ms":null,"is_retryable":true,"errors":[],"body":null}"#
        )
    }

    @Test func jsonMendsABodyThatIsNotUTF8() throws {
        let failure = Failure.httpError(
            502, request, ResponseHead(), now: 0, body: ByteBuffer([0x61, 0xE9, 0x00, 0x62]), redactor)
        #expect(try json(failure).hasSuffix("\"body\":\"a\u{FFFD}\\u0000b\"}"))
    }

    /// Wherever the server repeats it.
    @Test func theAPIKeyIsNowhere() throws {
        let key = "sk_test_key"
        let failure = answer(
            302,
            #"{"message":"\#(key)","code":"\#(key)","errors":[{"field":"\#(key)","message":"x \#(key)"},"\#(key)"]}"#,
            "X-Request-Id: a\(key)b",
            "Location: https://x/?k=\(key)")
        for part in [failure.message, failure.code, failure.requestID] {
            #expect(text(ended: part)?.contains(key) == false)
        }
        #expect(text(ended: failure.requestID) == "a[API key]b")
        #expect(try !json(failure).contains(key) && json(failure).hasSuffix(#""body":null}"#))
        #expect(failure.body.map { text($0.content).contains(key) } == true)
        #expect(try !json(answer(400, #"{"message":"sk_test_\u006bey"}"#)).contains(key))
    }

    /// In every spelling, wherever text is truncated.
    @Test(arguments: Spelling.allCases)
    func noPartOfTheAPIKeyIsLeft(_ spelling: Spelling) throws {
        let key = "sk_test_0123456789abcdefABCDEF"
        let redactor = Redactor(bytes(key))
        for before in [0, 30, 57, 75, 97, 137, 253, 1020] {
            let told = String(repeating: "x", count: before) + spelling(key) + "zzzz"
            var head = ResponseHead()
            head.read(bytes("X-Request-Id: \(told)\r\n"), redactor)
            head.read(bytes("Location: \(told)\r\n"), redactor)
            let body =
                #"{"message":"\#(told)","code":"\#(told)","errors":[{"field":"\#(told)","code":"\#(told)"},"\#(told)"]}"#
            let request = Request(.get, path: "/directory_users", id: bytes(told))
            var failures = [302, 422].map {
                Failure.httpError($0, request, head, now: 0, body: ByteBuffer(body), redactor)
            }
            failures.append(
                .unexpected(.notAnObject, request, httpStatus: 200, head, body: ByteBuffer(body), redactor))
            failures.append(
                Failure.invalidArgument("order", bytes(told), "must be \"asc\"").redacted(by: redactor))
            for failure in failures {
                for part in [failure.message, failure.code, failure.requestID] {
                    #expect(!holdsPart(of: key, part, spelling))
                }
                #expect(try !holdsPart(of: key, bytes(json(failure)), spelling))
                #expect(failure.body == nil || failure.hidesBody)
            }
            let attempt = Attempt(
                request, number: 1, httpStatus: 200, status: .ok, elapsed: 0, bytes: 0, requestID: head.requestID,
                wait: nil, paced: 0, try RequestHeaders.make(apiKey: bytes(key), userAgent: bytes("test")))
            #expect(!holdsPart(of: key, attempt.path, spelling))
            #expect(!holdsPart(of: key, attempt.requestID, spelling))
        }
    }

    @Test func a2xxAnswerThatIsNoJSON() {
        func message(_ failure: JSONFailure, _ body: String) -> String? {
            text(
                ended: Failure.unexpected(
                    failure, request, httpStatus: 200, ResponseHead(), body: ByteBuffer(body), redactor
                ).message)
        }
        #expect(
            message(.malformed(offset: 7), "<html> ok")?.contains(
                "HTTP 200 with a body that is not valid JSON at byte 7 of 9;") == true)
        #expect(message(.malformed(offset: 0), "")?.contains("HTTP 200 with an empty body instead of JSON;") == true)
        for failure in [
            JSONFailure.tooDeep(offset: 1), .notAnObject, .tooManyRecords, .dataMissing, .recordNotAnObject,
            .listMetadataMissing, .cursorNotText,
        ] {
            #expect(message(failure, "[]")?.hasSuffix("; is base_url right, and no proxy in between?") == true)
        }
        let outOfMemory = Failure.unexpected(
            .outOfMemory, request, httpStatus: 200, ResponseHead(), body: ByteBuffer("x"), redactor)
        #expect(outOfMemory.status == .outOfMemory)
    }

    @Test func only408IsRetryableBesidesItsStatus() {
        for code in (Int32(300)...599) {
            #expect(answer(code, "").isRetryable == (code == 408 || code == 429 || code >= 500), "HTTP \(code)")
        }
    }
}
