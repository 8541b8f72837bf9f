import Synchronization
import Testing
import WorkOSDirectorySync

/// Clients returned by `Client.with`, against the sandbox.
@Suite struct DerivedClientTests {
    @Test func itOutlivesTheClientItIsDerivedFrom() throws {
        var client: Client? = try Client()
        var options = ClientOptions()
        options.headers = [("X-Tenant", "a")]
        options.looksAhead = true
        let derived = try #require(try client?.with(options))
        let directories = try derived.with().listDirectories(DirectoryQuery(paging: Paging(limit: 10)))
        client = nil
        #expect(try directories.all().isEmpty == false)
        #expect(try derived.listDirectories().all().isEmpty == false)
    }

    @Test func itHasTheObserverOfTheFirstOneAndItsOwnHeaders() throws {
        let headers = Mutex<[[String: String]]>([])
        var options = ClientOptions()
        options.headers = [("X-Tenant", "a"), ("X-Token", "hidden-value")]
        options.onAttempt = { attempt in
            #expect(attempt.paced == .zero)
            headers.withLock { $0.append(attempt.headers) }
        }
        var client: Client? = try Client(options: options)
        var differing = ClientOptions()
        differing.headers = [("traceparent", "00-1")]
        let derived = try #require(try client?.with(differing))
        _ = try client?.listDirectories().next()
        client = nil
        _ = try derived.listDirectories().next()
        #expect(headers.withLock { $0 } == [["X-Tenant": "a"], ["traceparent": "00-1"]])
    }

    @Test func anotherKeyIsSent() throws {
        let error = #expect(throws: APIError.self) {
            try Client().with(key: "sk_unknown").listDirectories().all()
        }
        #expect(error?.status == .authentication)
    }

    @Test(arguments: ["a:b", "Host", "", "a\0b"]) func someHeadersAreRejected(_ name: String) throws {
        let client = try Client()
        var options = ClientOptions()
        options.headers = [(name, "x")]
        let error = #expect(throws: APIError.self) { try client.with(options) }
        #expect(error?.status == .invalidArgument)
    }

    @Test func connectionsAreShared() throws {
        var options = ClientOptions()
        options.clientCertificate = "/dev/null"
        let error = #expect(throws: APIError.self) { try Client().with(options) }
        #expect(error?.status == .invalidArgument && error?.message.hasPrefix("client_certificate") == true)
    }
}
