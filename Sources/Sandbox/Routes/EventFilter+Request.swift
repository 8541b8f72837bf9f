/// The parameters of `GET /events`, with the API's rules for combining them.
extension EventFilter {
    init(_ request: Request) throws(Problem) {
        let names = request.values("events").flatMap { $0.split(separator: ",") }.map(String.init)
        guard !names.isEmpty else { throw Self.noNames }
        if request.filter("range_start") != nil, request.filter("after") != nil {
            let code = #"Please provide only one of "range_start" and "after"."#
            throw .invalid([.init("range_start", code), .init("after", code)])
        }
        self.init(
            names: Set(names),
            organization: request.query("organization_id"),
            start: try request.time("range_start"),
            end: try request.time("range_end")
        )
    }

    /// The API's message, as recorded.
    private static let noNames = Problem.message(
        400,
        "One or more event names (e.g. dsync.user.created) must be provided using the events parameter.",
        code: "invalid_events_request"
    )
}
