/// Times of the monotonic clock, in milliseconds. State machines get `now` as an argument; drivers read it with
/// cplatform_monotonic_ms. The wall clock is used only where a date from outside has to be compared with it.
enum Clock {
    /// Saturates instead of overflowing.
    static func adding(_ wait: Int64, to now: Int64) -> Int64 {
        let (sum, overflow) = now.addingReportingOverflow(wait)
        return overflow ? .max : sum
    }

    /// nil means never.
    static func earliest(_ one: Int64?, _ other: Int64?) -> Int64? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }
}
