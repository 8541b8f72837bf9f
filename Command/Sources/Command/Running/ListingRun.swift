import CommandSupport
import WorkOSDirectorySync

/// Writes a listing to the standard output. If possible the output ends with a whole page, so that the cursor
/// printed after a stop continues exactly there.
final class ListingRun<Element: APIRecord & Presentable> {
    /// Less output than this is buffered, unless the listing has to wait.
    private static var bufferedLength: Int { 16_384 }

    private let session: Session
    private let formatter: any Formatter<Element>
    private let resumeOption: String
    private var buffered = 0
    private(set) var count = 0
    private var writtenCount = 0
    private(set) var writtenCursor: String?

    init(_ session: Session, _ formatter: any Formatter<Element>, _ paging: Paging) {
        self.session = session
        self.formatter = formatter
        resumeOption = paging.before == nil ? "--after" : "--before"
        writtenCursor = paging.before ?? paging.after
    }

    /// Writes the whole listing, then ends the output.
    func run(_ listing: Listing<Element>) throws {
        try carry(listing)
        try finish()
    }

    /// Records for which `isWanted` is false are left out. Ends after the `most`th of the others.
    func carry(
        _ listing: Listing<Element>, most: Int = .max, where isWanted: (Element) -> Bool = { _ in true }
    ) throws {
        defer { listing.close() }
        try reportingCursor {
            try listing.setBlocking(false)
            let countBefore = count
            var lastCursor = listing.cursor
            while true {
                switch try poll(listing) {
                case .value(let record):
                    if isWanted(record) { add(record) }
                    if count - countBefore == most {
                        return try flush(listing.cursor)
                    }
                    let cursor = listing.cursor
                    if cursor != lastCursor, buffered >= Self.bufferedLength { try flush(cursor) }
                    lastCursor = cursor
                case .pending:
                    try flush(listing.cursor)
                    try session.wait(for: listing.descriptor())
                case .end:
                    return try flush(listing.cursor)
                }
            }
        }
    }

    func finish() throws {
        session.progress.clear()
        try reportingCursor {
            try session.write(formatter.finish())
            try session.output.close()
        }
    }

    /// Adds the cursor to an error of `body`.
    func reportingCursor<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch {
            session.progress.clear()
            let option = writtenCursor.map { resumeOption + " " + ShellWord.quoted($0) }
            let noun = writtenCount == 1 ? Element.noun : Element.pluralNoun
            let written = writtenCount == 0 ? nil : "\(writtenCount) \(noun)"
            throw ListingFailure(cause: error, written: written, resumeOption: option)
        }
    }

    /// Writes the records that arrived before an error.
    private func poll(_ listing: Listing<Element>) throws -> Step<Element> {
        do {
            return try listing.poll()
        } catch {
            try flush(listing.cursor)
            throw error
        }
    }

    private func add(_ record: Element) {
        buffered += formatter.add(record)
        count += 1
    }

    private func flush(_ cursor: String?) throws {
        session.progress.counted(count, Element.pluralNoun)
        try session.interruption.check()
        try session.write(formatter.take())
        buffered = 0
        writtenCount = count
        writtenCursor = cursor ?? writtenCursor
        session.progress.draw()
    }
}
