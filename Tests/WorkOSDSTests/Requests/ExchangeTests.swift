import Testing

@testable import WorkOSDS

/// Attempts and the waits between them.
struct ExchangeTests {
    @Test func oneAttemptIsEnough() throws {
        let run = try ExchangeRun()
        #expect(run.step == "send")
        run.send()
        #expect(run.step == "receive" && run.exchange.isInProgress && !run.exchange.isWaitingToSend)
        #expect(run.answer(200) == nil && run.step == "answered" && run.attempt == 1)
    }

    /// Up to max_retries times, with waits of up to 0.5, 1 and 2 seconds; then the call fails with the last failure.
    @Test func attemptsThatFail() throws {
        let run = try ExchangeRun()
        for wait in [500, 1000, 2000] as [Int64] {
            run.send()
            #expect(run.answer(503) == wait && run.exchange.isWaitingToSend)
            run.now += wait - 1
            #expect(run.step == "wait 1")
            run.now += 1
            #expect(run.step == "send")
        }
        run.send()
        #expect(run.attempt == 4 && run.answer(503) == nil && run.step == "server HTTP" && run.step == "server HTTP")
    }

    @Test func anAttemptThatSucceedsAfterOthers() throws {
        let run = try ExchangeRun()
        run.send()
        run.now += run.answer(500) ?? 0
        run.send()
        run.now += run.fail(.network) ?? 0
        run.send()
        #expect(run.answer(200) == nil && run.step == "answered" && run.attempt == 3)
    }

    @Test(arguments: [400, 401, 403, 404, 409, 422, 418, 501, 505, 528, 301] as [Int32])
    func whatAnotherAttemptWouldNotChange(_ httpStatus: Int32) throws {
        let run = try ExchangeRun()
        run.send()
        #expect(run.answer(httpStatus) == nil && run.step.hasSuffix(" HTTP"))
    }

    @Test func noRetriesWhereThereShallBeNone() throws {
        let run = try ExchangeRun(.get, try .sample(retries: 0))
        run.send()
        #expect(run.answer(503) == nil && run.step == "server HTTP")
    }

    // MARK: 429

    @Test func waitsAsLongAsA429Says() throws {
        let run = try ExchangeRun()
        run.send()
        #expect(run.answer(429, retryAfter: 7_000) == 7_000 && run.step == "wait 7000")
    }

    @Test func aWaitBeyondTheCapFailsAtOnce() throws {
        let run = try ExchangeRun(.get, try .sample(maximumWait: 7_000))
        run.send()
        #expect(run.answer(429, retryAfter: 7_001) == nil && run.step == "rateLimited HTTP")
    }

    /// The limiter's pause replaces the first wait, and only that one.
    @Test func aPacedRequestWaitsForThePaceFirst() throws {
        let run = try ExchangeRun(isPaced: true)
        run.permit(1)
        run.send()
        run.spacing = 275
        #expect(run.answer(429) == 275)
        run.now += 275
        #expect(run.step == "acquire")
        run.permit(2)
        run.send()
        #expect(run.answer(429) == 1000)
    }

    @Test func aPostIsRepeatedAfterA429() throws {
        let run = try ExchangeRun(.post)
        run.send()
        #expect(run.answer(429, retryAfter: 0) == 0 && run.step == "send")
    }

    // MARK: Without a response

    @Test func aPostIsRepeatedOnlyIfItWasNotSent() throws {
        let sent = try ExchangeRun(.post)
        sent.send()
        #expect(sent.fail(.network) == nil && sent.step == "network broken")
        let lost = try ExchangeRun(.post)
        lost.send()
        #expect(lost.fail(.network, wasSent: false) == 500)
        let refused = try ExchangeRun(.post)
        refused.send()
        #expect(refused.answer(503) == nil)
    }

    @Test func aBrokenHandshakeIsRepeatedAndACertificateIsNot() throws {
        let handshake = try ExchangeRun()
        handshake.send()
        #expect(handshake.fail(.handshake, wasSent: false) == 500)
        let certificate = try ExchangeRun()
        certificate.send()
        #expect(certificate.fail(.tls, wasSent: false) == nil && certificate.step == "tls broken")
    }

    /// The failure is that of the last attempt.
    @Test func aBrokenHandshakeIsATLSFailureInTheEnd() throws {
        let run = try ExchangeRun(.get, try .sample(retries: 1))
        run.send()
        run.now += run.fail(.handshake, wasSent: false) ?? 0
        run.send()
        #expect(run.fail(.handshake, wasSent: false) == nil && run.step == "tls broken")
    }

    /// Servers close idle connections. The attempt continues once on a new one, and counts as one attempt.
    @Test func aKeptConnectionThatHadEndedIsReplaced() throws {
        let run = try ExchangeRun(isPaced: true)
        run.permit(1)
        run.send()
        #expect(run.fail(.network, diedUnanswered: true) == nil)
        #expect(run.step == "send" && run.exchange.isReconnecting && run.attempt == 1)
        run.send()
        #expect(run.fail(.network, diedUnanswered: true) == 500 && run.attempt == 2 && !run.exchange.isReconnecting)
    }

    @Test(arguments: [Request.Method.delete, .post])
    func butNotForWhatChangesSomething(_ method: Request.Method) throws {
        let run = try ExchangeRun(method)
        run.send()
        run.fail(.network, wasSent: false, diedUnanswered: true)
        #expect(!run.exchange.isReconnecting && run.attempt == 2)
    }

    @Test func anAttemptThatCannotBeStartedIsTheLast() throws {
        let run = try ExchangeRun()
        run.couldNotSend()
        #expect(run.step == "internalError no descriptor")
    }

    // MARK: 404 after a lost DELETE

    @Test func a404AfterALostDeleteIsSuccess() throws {
        for lose in [{ $0.fail(.network) }, { $0.answer(503) }, { $0.answer(408) }, { $0.timeOut(.request) }]
            as [(ExchangeRun) -> Int64?]
        {
            let run = try ExchangeRun(.delete)
            run.send()
            run.now += lose(run) ?? 0
            run.send()
            #expect(run.answer(404) == nil && run.step == "answered")
        }
    }

    /// Not if no earlier attempt can have deleted anything.
    @Test func a404OtherwiseIsNotFound() throws {
        for fail in [{ $0.fail(.network, wasSent: false) }, { $0.answer(429) }, { $0.timeOut(.connect) }]
            as [(ExchangeRun) -> Int64?]
        {
            let run = try ExchangeRun(.delete)
            run.send()
            run.now += fail(run) ?? 0
            run.send()
            #expect(run.answer(404) == nil && run.step == "notFound HTTP")
        }
        let get = try ExchangeRun()
        get.send()
        get.now += get.answer(503) ?? 0
        get.send()
        #expect(get.answer(404) == nil && get.step == "notFound HTTP")
    }

    // MARK: Permits

    @Test func eachAttemptNeedsAPermit() throws {
        let run = try ExchangeRun(isPaced: true)
        #expect(run.step == "acquire" && run.noPermit(for: 250) == "wait 250" && run.step == "acquire")
        run.permit(7)
        #expect(run.step == "send" && run.exchange.permit == 7)
        run.send()
        #expect(run.connected() == 7 && run.connected() == nil)
        run.now += run.answer(500) ?? 0
        #expect(run.exchange.permit == nil && run.exchange.lastPermit == 7 && run.step == "acquire")
        run.permit(8)
        run.send()
        #expect(run.connected() == 8)
    }

    /// Each attempt has only its own wait for the rate limit.
    @Test func countsTheWaitForThePace() throws {
        let run = try ExchangeRun(isPaced: true)
        #expect(run.step == "acquire" && run.noPermit(for: 250) == "wait 250")
        run.now += 250
        #expect(run.step == "acquire" && run.noPermit(for: 20) == "wait 20")
        run.now += 20
        #expect(run.step == "acquire")
        run.permit(1)
        #expect(run.exchange.pacedTime == 270)
        run.send()
        run.now += 1_000
        run.now += run.answer(500) ?? 0
        #expect(run.step == "acquire")
        run.permit(2)
        #expect(run.exchange.pacedTime == 0)
    }

    // MARK: Ends

    @Test func anAbandonedOneIsOver() throws {
        let run = try ExchangeRun()
        run.send()
        run.abandon()
        #expect(run.step == "answered" && !run.exchange.isInProgress)
    }

    /// An attempt in progress belongs to the parent.
    @Test func aForkedChildGoesOnFromAWait() throws {
        let waiting = try ExchangeRun(isPaced: true)
        waiting.permit(1)
        #expect(waiting.resetAfterFork() && waiting.step == "acquire")
        let sent = try ExchangeRun()
        sent.send()
        #expect(!sent.resetAfterFork())
    }
}
