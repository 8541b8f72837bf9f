import Glibc
import Testing
import WorkOSDirectorySync

/// Against the sandbox that WORKOS_BASE_URL names: `make test-swift-binding` starts it.
@Suite struct ListingTests {
    private let client: Client

    init() throws {
        var options = ClientOptions()
        options.directoryUserPace = .unlimited
        client = try Client(options: options)
    }

    private func largestDirectory() throws -> String {
        let directories = try client.listDirectories().all()
        let largest = directories.max { ($0.activeUserCount ?? 0) < ($1.activeUserCount ?? 0) }
        return try #require(largest?.id)
    }

    @Test func recordsStayWhenTheListingGoesOn() throws {
        let users = try client.listUsers(UserQuery(directory: largestDirectory()))
        let first = try #require(try users.next())
        let id = try #require(first.id)
        let attributes = first.customAttributesJSON
        #expect(try users.all().count == 249)
        users.close()
        #expect(first.id == id && first.customAttributesJSON == attributes)
    }

    @Test func listingsAndRecordsOutliveTheClient() throws {
        var short: Client? = try Client()
        let directories = try #require(try short?.listDirectories())
        short = nil
        let all = try directories.all()
        #expect(all.count == 21)
        #expect(Set(all.map(\.id)).count == 21)
    }

    @Test func aNestedRecordKeepsTheWhole() throws {
        var group: Group?
        for result in try client.listEvents() {
            group = try result.get().group
            if group != nil { break }
        }
        #expect(group?.id?.hasPrefix("directory_group_") == true)
    }

    @Test func aSequenceContinuesWhereALoopStopped() throws {
        let directories = try client.listDirectories(DirectoryQuery(paging: Paging(limit: 10)))
        let first = try directories.prefix(3).map { try $0.get().id }
        let others = try directories.map { try $0.get().id }
        #expect(first.count == 3 && others.count == 18)
        #expect(Set(first).isDisjoint(with: others))
    }

    @Test func aSequenceEndsAfterItsFailure() throws {
        let users = try client.listUsers(UserQuery(directory: "directory_unknown"))
        let results = Array(users)
        #expect(results.count == 1)
        #expect(throws: APIError.self) { try results.first?.get() }
    }

    @Test func anEventLoopWaitsForTheDescriptor() throws {
        let directories = try client.listDirectories()
        try directories.setBlocking(false)
        var count = 0
        while true {
            switch try directories.poll() {
            case .value: count += 1
            case .pending:
                var waiting = pollfd(fd: try directories.descriptor(), events: Int16(POLLIN), revents: 0)
                #expect(poll(&waiting, 1, 30_000) == 1)
            case .end:
                #expect(count == 21)
                return
            }
        }
    }

    @Test func aClosedListingSaysSo() throws {
        let directories = try client.listDirectories()
        directories.close()
        directories.cancel()
        #expect(directories.cursor == nil)
        let error = #expect(throws: APIError.self) { try directories.next() }
        #expect(error?.status == .invalidArgument && error?.message == "the listing is closed")
    }

    @Test func aCancelledListingEndsForGood() throws {
        let directories = try client.listDirectories()
        _ = try directories.next()
        directories.cancel()
        for _ in 0..<2 {
            let error = #expect(throws: APIError.self) { try directories.next() }
            #expect(error?.status == .cancelled)
        }
    }

    @Test func recordsCanBeReadByOtherThreads() async throws {
        let directories = try client.listDirectories().all()
        let ids = await withTaskGroup(of: String?.self) { group in
            for directory in directories { group.addTask { directory.id } }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(ids.count == 21)
    }
}
