import Testing

@testable import WorkOSDS

struct ConnectionPoolTests {
    private func connection(idleSince: Int64 = 0) throws -> Connection {
        let connection = try Connection.make(try .sample())
        connection.idleSince = idleSince
        return connection
    }

    @Test func givesTheLastOneFirst() throws {
        var pool = ConnectionPool()
        var expired: [Connection] = []
        let (first, second) = (try connection(), try connection())
        pool.put(first, now: 0, expired: &expired)
        pool.put(second, now: 0, expired: &expired)
        #expect(pool.take(now: 0, expired: &expired) === second)
        #expect(pool.take(now: 0, expired: &expired) === first)
        #expect(pool.take(now: 0, expired: &expired) == nil)
        #expect(expired.isEmpty)
    }

    @Test func keepsAtMostEight() throws {
        var pool = ConnectionPool()
        var expired: [Connection] = []
        let all = try (0..<10).map { _ in try connection() }
        for connection in all { pool.put(connection, now: 0, expired: &expired) }
        #expect(expired.count == 2 && expired[0] === all[0] && expired[1] === all[1])
        #expect(pool.removeAll().count == 8 && pool.removeAll().isEmpty)
    }

    @Test func dropsThoseIdleForAMinute() throws {
        var pool = ConnectionPool()
        var expired: [Connection] = []
        let (old, young) = (try connection(idleSince: 0), try connection(idleSince: 30_000))
        pool.put(old, now: 0, expired: &expired)
        pool.put(young, now: 30_000, expired: &expired)
        #expect(pool.take(now: 59_999, expired: &expired) === young && expired.isEmpty)
        pool.put(young, now: 59_999, expired: &expired)
        #expect(pool.take(now: 60_000, expired: &expired) === young)
        #expect(expired.count == 1 && expired[0] === old)
    }

    @Test func givesNoneThatIsTooOld() throws {
        var pool = ConnectionPool()
        var expired: [Connection] = []
        for _ in 0..<3 { pool.put(try connection(), now: 0, expired: &expired) }
        #expect(pool.take(now: 60_000, expired: &expired) == nil)
        #expect(expired.count == 3)
    }

    @Test func dropsOldOnesWhenOneComesBack() throws {
        var pool = ConnectionPool()
        var expired: [Connection] = []
        pool.put(try connection(), now: 0, expired: &expired)
        pool.put(try connection(idleSince: 70_000), now: 70_000, expired: &expired)
        #expect(expired.count == 1 && pool.removeAll().count == 1)
    }
}
