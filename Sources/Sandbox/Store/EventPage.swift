/// One page of `GET /events`: the oldest events that match a filter, from an index on.
struct EventPage {
    private let events: [Event]
    private let hasMore: Bool

    init(of listed: [Event], from start: Int, filter: EventFilter, limit: Int) {
        // One more than the page, to know whether another page follows.
        let found = Array(listed[start...].lazy.filter(filter.matches).prefix(limit + 1))
        events = Array(found.prefix(limit))
        hasMore = found.count > limit
    }

    var text: [UInt8] {
        var text: [UInt8] = []
        text.append(contentsOf: #"{"object":"list","data":["#.utf8)
        for (index, event) in events.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text.append(contentsOf: event.text)
        }
        text.append(contentsOf: #"],"list_metadata":"#.utf8)
        let metadata: JSONObject = ["after": hasMore ? JSON(events.last?.id) : .null]
        metadata.write(to: &text)
        text.append(UInt8(ascii: "}"))
        return text
    }
}
