import WorkOSDirectorySync

/// A non-blocking listing, page by page.
final class PageSource {
    /// What `next` found.
    enum Step {
        /// A later listing resumes at the cursor, if there is one.
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
    /// When the pace permits the next request.
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

    /// Closes a listing that ended with an error, since no other code does.
    deinit { if hasRequestUnderWay { pace.underWay -= 1 } }

    /// The descriptor to wait for; nil while it waits for the pace.
    var descriptors: [Int32] { wakesAt == nil ? [descriptor] : [] }

    /// The library requests the next page when it returns one.
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

/// Reads a whole listing, or a single record.
final class Fetch: Work {
    private let source: PageSource
    private(set) var pages: [Page] = []
    /// The final error, if it is an answer too.
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
