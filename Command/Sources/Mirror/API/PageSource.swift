import WorkOSDirectorySync

/// A listing that is taken a page at a time and never waits.
final class PageSource {
    enum Step {
        /// A later listing goes on at the cursor, if there is one.
        case page(Page, cursor: String?)
        case pending
        case end
    }

    private let pace: Pace
    private let descriptor: Int32
    private let takePage: () throws -> Step
    private let closeListing: () -> Void
    private var hasRequestUnderWay = false {
        didSet { pace.underWay += (hasRequestUnderWay ? 1 : 0) - (oldValue ? 1 : 0) }
    }
    /// The pace allows no request before.
    private(set) var wakesAt: Double?

    init<Element: APIRecord>(_ listing: Listing<Element>, _ pace: Pace) throws {
        try listing.setBlocking(false)
        self.pace = pace
        descriptor = try listing.descriptor()
        closeListing = { listing.close() }
        takePage = {
            switch try listing.pollPageJSON({ Page($0) }) {
            case .pending: .pending
            case .end: .end
            case .value(let page): .page(page, cursor: listing.cursor)
            }
        }
    }

    /// A listing that an error ended is not closed by anyone.
    deinit { if hasRequestUnderWay { pace.underWay -= 1 } }

    /// What to wait for; nothing while the pace is what it waits for.
    var descriptors: [Int32] { wakesAt == nil ? [descriptor] : [] }

    /// With a page the library asks for the next one.
    func next() throws -> Step {
        let now = MonotonicClock.now
        let turn = pace.turn(now: now, own: hasRequestUnderWay ? 1 : 0)
        wakesAt = turn > now ? turn : nil
        guard wakesAt == nil else { return .pending }
        do {
            let step = try takePage()
            if case .end = step { hasRequestUnderWay = false } else { hasRequestUnderWay = true }
            return step
        } catch {
            hasRequestUnderWay = false
            throw error
        }
    }

    func close() {
        hasRequestUnderWay = false
        closeListing()
    }
}

/// A listing, or a single record, of which all is wanted.
final class Fetch: Work {
    private let source: PageSource
    private(set) var pages: [Page] = []
    /// What it ended with, where that is an answer as well.
    private(set) var error: APIError?

    init(_ source: PageSource) { self.source = source }

    var descriptors: [Int32] { source.descriptors }
    var wakesAt: Double? { source.wakesAt }

    func advance() throws -> Progress {
        do {
            while true {
                switch try source.next() {
                case .page(let page, _): pages.append(page)
                case .pending: return .waiting
                case .end:
                    source.close()
                    return .finished
                }
            }
        } catch let error as APIError {
            source.close()
            self.error = error
            return .finished
        }
    }
}
