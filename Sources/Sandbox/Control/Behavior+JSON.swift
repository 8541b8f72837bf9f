/// The behavior as JSON, for `/_sandbox/behavior`.
extension Behavior {
    var description: JSONObject {
        var description: JSONObject = [
            "hold_back_ms": JSON(holdBack), "delete_delay_ms": JSON(deleteDelay), "page_delay_ms": JSON(pageDelay),
            "sync_cooldown_ms": JSON(syncCooldown), "sync_duration_ms": JSON(syncDuration),
            "sync_disabled": .boolean(isSyncDisabled), "rate_limit": JSON(rateLimit?.rawValue), "rate": JSON(rate),
            "retry_after": retryAfter.map { JSON($0) } ?? .null, "seed": JSON(seed),
        ]
        for misbehavior in Misbehavior.allCases {
            description[misbehavior.rawValue] = (chances[misbehavior] ?? .never).description
        }
        description.merge([
            "shuffle_window": JSON(shuffleWindow), "late_by_ms": JSON(lateBy), "clock_skew_ms": JSON(clockSkew),
            "replica_lag_ms": JSON(replicaLag), "cloudflare_status": cloudflareStatus.map { JSON($0) } ?? .null,
            "old_cursors": .boolean(hasOldCursors),
            "forbidden_directories": .array(forbiddenDirectories.sorted().map(JSON.string)),
        ])
        return description
    }

    /// Sets the members that are given. Null clears an optional one.
    mutating func set(_ given: JSONObject) throws(Problem) {
        let known = Set(description.members.map(\.key))
        let unknown = given.members.map(\.key).filter { !known.contains($0) }
        guard unknown.isEmpty else { throw .invalid(unknown.map { .init($0, "There is no behavior of this name.") }) }
        let reader = MemberReader(given)
        try setService(reader)
        try setMisbehaviors(reader)
        for misbehavior in Misbehavior.allCases {
            if let chance = try Chance(reader, misbehavior.rawValue) { chances[misbehavior] = chance }
        }
        if let problem { throw .invalid([.init(problem.member, problem.sentence)]) }
    }

    private mutating func setService(_ reader: MemberReader) throws(Problem) {
        let any = Int.min...Int.max
        holdBack = try reader.integer("hold_back_ms", any) ?? holdBack
        deleteDelay = try reader.integer("delete_delay_ms", any) ?? deleteDelay
        pageDelay = try reader.integer("page_delay_ms", any) ?? pageDelay
        syncCooldown = try reader.integer("sync_cooldown_ms", any) ?? syncCooldown
        syncDuration = try reader.integer("sync_duration_ms", any) ?? syncDuration
        isSyncDisabled = try reader.boolean("sync_disabled") ?? isSyncDisabled
        rate = try reader.integer("rate", any) ?? rate
        retryAfter = reader.isNull("retry_after") ? nil : try reader.integer("retry_after", any) ?? retryAfter
        if let name = try reader.string("rate_limit") {
            guard let limit = RateLimit(rawValue: name) else {
                throw reader.wrong("rate_limit", "rate_limit must be one of: bucket, window, spacing.")
            }
            rateLimit = limit
        } else if reader.isNull("rate_limit") {
            rateLimit = nil
        }
    }

    private mutating func setMisbehaviors(_ reader: MemberReader) throws(Problem) {
        let any = Int.min...Int.max
        seed = try reader.integer("seed", any) ?? seed
        shuffleWindow = try reader.integer("shuffle_window", any) ?? shuffleWindow
        lateBy = try reader.integer("late_by_ms", any) ?? lateBy
        clockSkew = try reader.integer("clock_skew_ms", any) ?? clockSkew
        replicaLag = try reader.integer("replica_lag_ms", any) ?? replicaLag
        let status = try reader.integer("cloudflare_status", any)
        cloudflareStatus = reader.isNull("cloudflare_status") ? nil : status ?? cloudflareStatus
        hasOldCursors = try reader.boolean("old_cursors") ?? hasOldCursors
        forbiddenDirectories = try reader.strings("forbidden_directories").map(Set.init) ?? forbiddenDirectories
    }
}

extension Chance {
    /// A number from 0 to 1, true, false, or `{"count": 3}`.
    fileprivate init?(_ reader: MemberReader, _ key: String) throws(Problem) {
        guard let value = reader.value(key) else { return nil }
        guard let chance = Chance(value) else {
            throw reader.wrong(key, #"\#(key) must be a number from 0 to 1, or like {"count": 3}."#)
        }
        self = chance
    }

    private init?(_ value: JSON) {
        switch value {
        case .boolean(let happens): self = happens ? .always : .never
        case .number(let text): self.init(text: text)
        case .object(let object):
            guard object.members.count == 1, let count = object["count"]?.integer, count >= 0 else { return nil }
            self = .count(count)
        default: return nil
        }
    }

    fileprivate var description: JSON {
        switch self {
        case .probability(let probability): JSON(floatLiteral: probability)
        case .count(let count): ["count": JSON(count)]
        }
    }
}
