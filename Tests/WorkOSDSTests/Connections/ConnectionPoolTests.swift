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
        let (first, second) = (try connection(), try connection())
        #expect(pool.put(first) == nil && pool.put(second) == nil)
        #expect(pool.take() === second)
        #expect(pool.take() === first)
        #expect(pool.take() == nil)
    }

    @Test func keepsAtMostEight() throws {
        var pool = ConnectionPool()
        let all = try (0..<10).map { _ in try connection() }
        let surplus = all.compactMap { pool.put($0) }
        #expect(surplus.count == 2 && surplus[0] === all[0] && surplus[1] === all[1])
        var kept = 0
        while pool.take() != nil { kept += 1 }
        #expect(kept == 8)
    }

    @Test func givesUpThoseIdleForAMinute() throws {
        var pool = ConnectionPool()
        let (old, young) = (try connection(idleSince: 0), try connection(idleSince: 30_000))
        #expect(pool.put(old) == nil && pool.put(young) == nil)
        #expect(pool.takeExpired(now: 59_999) == nil)
        #expect(pool.takeExpired(now: 60_000) === old)
        #expect(pool.takeExpired(now: 60_000) == nil)
        #expect(pool.takeExpired(now: 90_000) === young)
        #expect(pool.takeExpired(now: 90_000) == nil && pool.take() == nil)
    }
}
