/// The time range of events. The API accepts only times in UTC with a Z, and a start only without a cursor. Callers may
/// give any format of `Timestamp`; it is converted.
struct EventRange {
    private let start: Moment?
    /// Inclusive, to the millisecond.
    private let end: Moment?

    /// A time, as a number for comparison and in the API's format.
    private struct Moment {
        /// Milliseconds since 1970.
        let time: Int64
        let parameter: QueryParameter
    }

    init(start: [UInt8]?, end: [UInt8]?, hasCursor: Bool) throws(Failure) {
        if start != nil, hasCursor {
            throw .invalidArgument("range_start and after exclude each other: the cursor says where to start")
        }
        self.start = try Self.moment(start, "range_start")
        self.end = try Self.moment(end, "range_end")
        if let start = self.start, let end = self.end, start.time > end.time {
            throw .invalidArgument("range_start must not be later than range_end")
        }
    }

    /// With a cursor only the end: the cursor says where to start.
    func parameters(hasCursor: Bool) -> [QueryParameter] {
        [hasCursor ? nil : start, end].compactMap { $0?.parameter }
    }

    var hasEnd: Bool { end != nil }

    /// Whether an event with this time is outside of the range. False for an unreadable time.
    func isOver(at time: [UInt8]) -> Bool {
        guard let end, let time = Timestamp.milliseconds(time) else { return false }
        return time > end.time
    }

    /// nil if not given.
    @inline(never)
    private static func moment(_ text: [UInt8]?, _ name: StaticString) throws(Failure) -> Moment? {
        guard let text else { return nil }
        if let time = Timestamp.milliseconds(text),
            let text = Timestamp.text(time, fraction: text.contains("."))
        {
            return Moment(time: time, parameter: QueryParameter(name: name, value: text))
        }
        throw .invalidArgument(name, text, "must be a time such as 2026-01-15T12:00:00Z")
    }
}
