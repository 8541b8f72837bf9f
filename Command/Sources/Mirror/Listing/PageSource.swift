import DirectorySync

/// A listing that is taken a page at a time, as the server's own text, and never waits.
final class PageSource {
    enum Step {
        /// A page was handed over; a later listing goes on at the cursor, if there is one.
        case page(cursor: String?)
        case pending
        case end
    }

    let descriptor: Int32
    private let takePage: ((JSONText) throws -> Void) throws -> Step
    private let closeListing: () -> Void

    init<Element: APIRecord>(_ listing: Listing<Element>) throws {
        try listing.setBlocking(false)
        descriptor = try listing.descriptor()
        closeListing = { listing.close() }
        takePage = { body in
            let step = try listing.pollPageJSON { bytes in
                Result { if let page = JSONText(bytes) { try body(page) } }
            }
            switch step {
            case .pending: return .pending
            case .end: return .end
            case .value(let result):
                try result.get()
                return .page(cursor: listing.cursor)
            }
        }
    }

    /// The page is an array, lent for the length of `body`.
    func next(_ body: (JSONText) throws -> Void) throws -> Step { try takePage(body) }

    func close() { closeListing() }
}

/// A listing or a single record of which all is wanted before anything else goes on.
final class Fetch: Work {
    private let source: PageSource
    private let take: (JSONText) throws -> Void
    /// What it ended with, where that is an answer as well.
    private(set) var error: APIError?

    /// - Parameter take: given each record.
    init(_ source: PageSource, _ take: @escaping (JSONText) throws -> Void) {
        self.source = source
        self.take = take
    }

    var descriptors: [Int32] { [source.descriptor] }
    var wakesAt: Double? { nil }

    func advance() throws -> Progress {
        do {
            while true {
                switch try source.next({ try $0.forEachElement(take) }) {
                case .page: continue
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

    /// Throws what it ended with.
    func check() throws {
        if let error { throw error }
    }
}
