/// The three forms of a date in HTTP (RFC 9110, section 5.6.7). Senders must use the first one; recipients must accept
/// all, and each is in UTC.
enum HTTPDate {
    /// Milliseconds since 1970; nil if the text is not a date, or has anything after it.
    static func milliseconds(_ text: [UInt8]) -> Int64? {
        read(text, "%a %e %b %Y %H:%M:%S GMT")  // Sun, 06 Nov 1994 08:49:37 GMT
            ?? read(text, "%a %e-%b-%y %H:%M:%S GMT")  // Sunday, 06-Nov-94 08:49:37 GMT
            ?? read(text, "%a %b %e %H:%M:%S %Y")  // Sun Nov  6 08:49:37 1994
    }

    @inline(never)
    private static func read(_ text: [UInt8], _ pattern: StaticString) -> Int64? {
        var place = 0
        guard let time = CalendarTime(text, pattern, &place), place == text.count else { return nil }
        return time.milliseconds
    }
}
