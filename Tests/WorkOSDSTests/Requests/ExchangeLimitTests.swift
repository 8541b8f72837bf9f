import Testing

@testable import WorkOSDS

/// The time limits of an exchange.
struct ExchangeLimitTests {
    private func run(call: Int64? = nil, request: Int64? = 60_000, connect: Int64? = 10_000) throws -> ExchangeRun {
        try ExchangeRun(.get, try .sample(callTimeout: call, requestTimeout: request, connectTimeout: connect))
    }

    @Test func theFirstToPassIsWaitedFor() throws {
        let run = try run(call: 30_000)
        run.send()
        #expect(run.limitDue == 10_000)
        #expect(run.passedLimit(isConnected: true) == nil && run.limitDue == 30_000)
        let endless = try self.run(request: nil, connect: nil)
        endless.send()
        #expect(endless.limitDue == nil)
    }

    @Test func noConnectionInTime() throws {
        let run = try run()
        run.send()
        run.now += 9_999
        #expect(run.passedLimit(isConnected: false) == nil)
        run.now += 1
        #expect(run.passedLimit(isConnected: false) == .connect)
        #expect(run.timeOut(.connect) == 500)
        run.now += 500
        run.send()
        #expect(run.limitDue == 10_000)
    }

    /// libcurl has its own timer for that.
    @Test func libcurlMayBeFirst() throws {
        let run = try ExchangeRun(.get, try .sample(retries: 0))
        run.send()
        run.now += 9_990
        #expect(run.fail(.timeout, wasSent: false) == nil)
        #expect(run.step == "timeout no connection within connect_timeout_ms")
    }

    @Test func noCompleteAnswerInTime() throws {
        let run = try ExchangeRun(.get, try .sample(retries: 0))
        run.send()
        run.now += 60_000
        #expect(run.passedLimit(1_000) == .request)
        #expect(run.timeOut(.request) == nil)
        #expect(run.step == "timeout no complete response within request_timeout_ms")
    }

    /// If the event loop was late and data has arrived, the limit is extended by a second, once.
    @Test func aLateCallerEarnsASecondOnce() throws {
        let run = try run()
        run.send()
        run.now += 60_500
        #expect(run.passedLimit(1_000, late: true) == nil && run.limitDue == 1_000)
        run.now += 1_000
        #expect(run.passedLimit(2_000, late: true) == .request)
    }

    @Test func aNewAttemptHasTheWholeTime() throws {
        let run = try run()
        run.send()
        run.now += 60_000
        #expect(run.passedLimit() == .request)
        run.now += run.timeOut(.request) ?? 0
        run.send()
        run.now += 59_999
        #expect(run.passedLimit() == nil)
    }

    @Test func aReplacedConnectionHasWhatIsLeft() throws {
        let run = try run()
        run.send()
        run.now += 50_000
        run.fail(.network, diedUnanswered: true)
        run.send()
        #expect(run.passedLimit() == nil && run.limitDue == 10_000)
    }

    /// No limit runs while the caller processes a page.
    @Test func noneRunsWhileLookingAhead() throws {
        let run = try run(call: 1_000)
        run.isAwaited = false
        #expect(run.step == "send")
        run.send()
        run.now += 1_000_000
        #expect(run.limitDue == nil && run.passedLimit(isConnected: false) == nil)
        run.isAwaited = true
        #expect(run.step == "receive" && run.passedLimit() == nil && run.limitDue == 1_000)
    }

    // MARK: The whole call

    @Test func theCallsLimitEndsTheLastAttempt() throws {
        let run = try run(call: 1_000)
        run.send()
        run.now += 1_000
        #expect(run.passedLimit() == .call && run.timeOut(.call) == nil)
        #expect(run.step == "timeout no complete response within call_timeout_ms")
    }

    /// The failure is the attempt's, which is more useful than that there was no time for another.
    @Test func aWaitThatDoesNotFitIsNotBegun() throws {
        let run = try run(call: 1_000)
        run.send()
        run.now += 500
        #expect(run.answer(503) == nil && run.step == "server HTTP")
        let fits = try self.run(call: 1_000)
        fits.send()
        fits.now += 499
        #expect(fits.answer(503) == 500)
    }

    @Test func aPermitThatComesTooLate() throws {
        let run = try ExchangeRun(isPaced: true, try .sample(callTimeout: 1_000))
        #expect(run.step == "acquire" && run.noPermit(for: 5_000) == "wait 1000")
        run.now += 1_000
        #expect(run.noPermit(for: 4_000) == "timeout call_timeout_ms passed while waiting to send")
    }

    @Test func aPermitThatComesTooLateAfterAFailure() throws {
        let run = try ExchangeRun(isPaced: true, try .sample(callTimeout: 1_000))
        _ = run.step
        run.permit(1)
        run.send()
        run.now += run.answer(503) ?? 0
        run.now += 500
        #expect(run.noPermit(for: 100) == "server HTTP" && run.step == "server HTTP")
    }

    /// The limit covers all empty pages that one call fetches.
    @Test func theLimitOfACallGoesOn() throws {
        let first = try run(call: 1_000)
        first.send()
        first.now += 600
        first.answer(200)
        let second = try ExchangeRun(.get, try .sample(callTimeout: 1_000), callLimit: first.exchange.callLimit)
        second.now = first.now
        second.send()
        #expect(second.limitDue == 400)
    }
}
