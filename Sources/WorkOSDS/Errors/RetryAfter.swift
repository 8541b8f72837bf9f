/// The value of a Retry-After header (RFC 9110, section 10.2.3): seconds, or a date in one of HTTP's three forms.
enum RetryAfter {
    /// Milliseconds from `now` (since 1970), 0 for a past date; nil if the text is neither. A date is compared with the
    /// wall clock, which may be wrong; seconds do not depend on it.
    static func milliseconds(_ text: [UInt8]?, now: Int64) -> Int64? {
        guard let text else { return nil }
        if let seconds = Decimal.parse(text[...]) {
            return milliseconds(seconds: seconds)
        }
        guard let date = HTTPDate.milliseconds(text) else { return nil }
        return max(date &- now, 0)
    }

    /// Saturates instead of overflowing; nil for a negative time.
    static func milliseconds(seconds: Int64) -> Int64? {
        if seconds < 0 { return nil }
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        return overflow ? .max : milliseconds
    }

    /// The same for a fraction, rounded up, since a request that is a part of a millisecond early is rejected again.
    static func milliseconds(seconds: Double) -> Int64? {
        guard seconds >= 0 else { return nil }  // also for NaN
        // 9e18 milliseconds are just below the largest int64, so the conversion below cannot trap.
        if seconds >= 9e15 { return .max }
        let whole = Int64(seconds * 1000)
        return Double(whole) < seconds * 1000 ? whole &+ 1 : whole
    }
}
