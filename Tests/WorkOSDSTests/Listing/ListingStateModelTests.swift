import Testing

@testable import WorkOSDS

/// Random lists, read record by record or page by page, compared with a plain loop over the same pages.
struct ListingStateModelTests {
    @Test(arguments: 0..<40)
    func behavesAsAPlainLoop(_ seed: UInt64) throws {
        var random = SplitMix(seed)
        for _ in 0..<100 {
            let server = Server(&random)
            #expect(try server.listed(&random) == server.expected(), "\(server)")
        }
    }
}

/// A server's pages, and the options of the listing.
private struct Server {
    struct Page {
        let count: Int
        let cursor: String?
    }

    var pages: [Page] = []
    let maximumItems: Int64
    let start: String?
    let isBackward: Bool
    let isOfEvents: Bool
    /// The page whose request fails.
    let failing: Int?

    init(_ random: inout SplitMix) {
        isOfEvents = random.below(4) == 0
        start = random.below(3) == 0 ? "start" : nil
        isBackward = !isOfEvents && start != nil && random.below(2) == 0
        maximumItems = random.below(2) == 0 ? 0 : Int64(1 + random.below(12))
        failing = random.below(5) == 0 ? random.below(6) : nil
        for number in 0...random.below(6) {
            let repeated = random.below(12) == 0 && (number > 0 || start != nil)
            let cursor = repeated ? (number > 0 ? "0" : "start") : "\(number)"
            pages.append(Page(count: random.below(4), cursor: cursor))
            if repeated { return }
        }
        pages.append(Page(count: random.below(4), cursor: nil))
    }

    /// All requests, records, the cursor after each record, and the end.
    func expected() -> [String] {
        var trace: [String] = []
        var records = 0
        var resume = start
        var asked = start
        for (number, page) in pages.enumerated() {
            trace.append("request \(asked ?? "first")")
            if number == failing { return trace + ["failed, resume \(self.resume(resume, number > 0))"] }
            let lasts = page.cursor == nil
            for record in 0..<page.count {
                records += 1
                if isOfEvents { resume = "event \(number).\(record)" }
                if !isOfEvents, record == page.count - 1, !lasts, !isRepeated(number) { resume = page.cursor }
                trace.append("record \(number).\(record), resume \(self.resume(resume, true))")
                if Int64(records) == maximumItems {
                    let isWhole = lasts && record == page.count - 1
                    return trace + ["end, resume \(isWhole && !isOfEvents ? "nowhere" : self.resume(resume, true))"]
                }
            }
            if !isOfEvents, page.count == 0, !lasts, !isRepeated(number) { resume = page.cursor }
            if isRepeated(number) { return trace + ["repeated, resume \(self.resume(resume, true))"] }
            asked = page.cursor
        }
        return trace + ["end, resume \(isOfEvents ? self.resume(resume, true) : "nowhere")"]
    }

    private func isRepeated(_ number: Int) -> Bool {
        pages[number].cursor.map { $0 == start || pages[..<number].map(\.cursor).contains($0) } ?? false
    }

    private func resume(_ cursor: String?, _ hasAnswer: Bool) -> String {
        isOfEvents || hasAnswer ? cursor ?? "nowhere" : "nowhere"
    }

    /// The same with `ListingState`.
    func listed(_ random: inout SplitMix) throws -> [String] {
        let listing = try Listing(
            limit: 100, maximumItems: maximumItems, after: isBackward ? nil : start, before: isBackward ? start : nil,
            isOfEvents: isOfEvents, looksAhead: random.below(2) == 0)
        var trace: [String] = []
        var number = -1
        while trace.count < 100 {
            switch listing.state.next() {
            case .fetch:
                number += 1
                let target = text(listing.state.request.target)
                let asked = target.split(separator: isBackward ? "&before=" : "&after=").dropFirst().first
                trace.append("request \(asked ?? "first")")
                if number == failing {
                    listing.state.failed(Failure(.network, "gone"))
                } else {
                    let (page, other) = (pages[number], random.below(2) == 0 ? "other" : nil)
                    listing.receive(
                        page.count, before: isBackward ? page.cursor : other, after: isBackward ? other : page.cursor)
                }
            case .deliver:
                let first = listing.state.position
                let taken = random.below(2) == 0 ? 1 : listing.state.available
                for record in first..<first + taken {
                    listing.take(1, event: isOfEvents ? "event \(number).\(record)" : nil)
                    trace.append("record \(number).\(record), resume \(listing.cursor ?? "nowhere")")
                }
            case .end: return trace + ["end, resume \(listing.cursor ?? "nowhere")"]
            case .fail(let failure):
                let word = failure.status == .paginationLoop ? "repeated" : "failed"
                return trace + ["\(word), resume \(listing.cursor ?? "nowhere")"]
            }
        }
        return trace + ["no end"]
    }
}
