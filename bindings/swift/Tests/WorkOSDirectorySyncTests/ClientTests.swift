import Synchronization
import Testing
import WorkOSDirectorySync

/// Against the sandbox that WORKOS_BASE_URL names: `make test-swift-binding` starts it.
@Suite struct ClientTests {
    @Test func attemptsAreObservedAsLongAsAListingLives() throws {
        let attempts = Attempts()
        var options = ClientOptions()
        options.onAttempt = { attempts.add($0) }
        var client: Client? = try Client(options: options)
        let directories = try #require(try client?.listDirectories(DirectoryQuery(paging: Paging(limit: 10))))
        client = nil
        options.onAttempt = nil
        #expect(try directories.all().count == 21)
        #expect(attempts.all.map(\.httpStatus) == [200, 200, 200])
        #expect(attempts.all.allSatisfy { $0.method == "GET" && $0.status == .ok && $0.wait == nil && $0.bytes > 0 })
    }

    @Test func anAttemptMayCancel() throws {
        let holder = Holder()
        var options = ClientOptions()
        options.onAttempt = { _ in holder.cancel() }
        let client = try Client(options: options)
        holder.hold(client)
        let error = #expect(throws: APIError.self) { try client.listDirectories().all() }
        #expect(error?.status == .cancelled)
    }

    @Test func anHTTPErrorHasWhatTheServerSent() throws {
        let error = #expect(throws: APIError.self) { try Client().user("directory_user_unknown") }
        let found = try #require(error)
        #expect(found.status == .notFound && found.status.isHTTPError && found.httpStatus == 404)
        #expect(found.requestID != nil && found.body?.isEmpty == false && !found.isRetryable)
        #expect(found.retryAfter == nil && found.message == "\(found)")
    }

    @Test func aRequestWithoutARecordFails() throws {
        let request = try Client().startDeleteDirectory("directory_unknown")
        let error = #expect(throws: APIError.self) { try request.run() }
        #expect(error?.status == .notFound)
    }

    @Test func aRequestWithoutARecordEnds() throws {
        let directories = try Client().listDirectories().all()
        let id = try #require(directories.first { $0.type == "gsuite directory" }?.id)
        let request = try Client().startDirectorySync(id)
        try request.setBlocking(false)
        try request.run()
        guard case .end = try request.poll() else {
            Issue.record("it has ended")
            return
        }
    }

    @Test func aFailedConnectionIsNotAnHTTPError() throws {
        var options = ClientOptions()
        options.baseURL = "http://127.0.0.1:1"
        options.maxRetries = 0
        let error = #expect(throws: APIError.self) { try Client(options: options).user("directory_user_1") }
        #expect(error?.status == .network && error?.status.isHTTPError == false && error?.httpStatus == nil)
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .microseconds(999)])
    func aTimeLimitIsAtLeastAMillisecond(_ limit: Duration) {
        var options = ClientOptions()
        options.callTimeout = .limit(limit)
        let error = #expect(throws: APIError.self) { try Client(options: options) }
        #expect(error?.status == .invalidArgument && error?.message.hasPrefix("callTimeout") == true)
    }

    @Test(arguments: [-1, 101]) func retriesHaveALimit(_ retries: Int) {
        var options = ClientOptions()
        options.maxRetries = retries
        let error = #expect(throws: APIError.self) { try Client(options: options) }
        #expect(error?.status == .invalidArgument)
    }

    @Test func everyStatusHasAName() {
        #expect(Status.all.count == 22 && Status.all.allSatisfy { $0.name != "UNKNOWN" })
        #expect(Status.all.filter(\.isHTTPError).count == 9)
        #expect(Status(rawValue: -1000).name == "UNKNOWN")
    }
}

private final class Attempts: Sendable {
    private let found = Mutex<[Attempt]>([])

    var all: [Attempt] { found.withLock { $0 } }

    func add(_ attempt: Attempt) { found.withLock { $0.append(attempt) } }
}

private final class Holder: Sendable {
    private let client = Mutex<Client?>(nil)

    func hold(_ client: Client) { self.client.withLock { $0 = client } }

    func cancel() { client.withLock { $0 }?.cancel() }
}
