/// From when to when events are asked for. The API takes times in UTC with a Z only, and a start only where there is no
/// cursor.
struct EventRange {
    private let start: Moment?
    private let end: Moment?

    /// A time that was asked for: as a number to compare with, and as the API takes it.
    private struct Moment {
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

    func parameters(hasCursor: Bool) -> [QueryParameter] {
        [hasCursor ? nil : start, end].compactMap { $0?.parameter }
    }

    var hasEnd: Bool { end != nil }

    /// Whether an event of this time is none that was asked for. An unreadable time says nothing.
    func isOver(at time: [UInt8]) -> Bool {
        guard let end, let time = Timestamp.milliseconds(time) else { return false }
        return time > end.time
    }

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
