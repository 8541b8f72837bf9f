import CWorkOSDS
import Glibc

/// What one look at a listing gave.
public enum Step<Value> {
    case value(Value)
    /// Wait until the listing's descriptor is readable, then look again.
    case pending
    case end
}

extension Step: Sendable where Value: Sendable {}

/// A sequence of records, fetched a page at a time. For one thread at a time.
///
/// `next...` waits. `poll...` never does, after `setBlocking(false)`: it answers `.pending` until there is something.
public final class Listing<Element: APIRecord> {
    private let handle: IteratorHandle

    init(_ handle: IteratorHandle) { self.handle = handle }

    /// The next record; nil at the end.
    public func next() throws(APIError) -> Element? {
        try handle.wait { () throws(APIError) in try poll() }
    }

    public func poll() throws(APIError) -> Step<Element> {
        var record: OpaquePointer?
        return try handle.step({ Element.kind.next($0, &record, $1) }) {
            record.map { Element(RecordReference(handle, $0)) }
        }
    }

    /// The next record as the server's own JSON text, checked. The bytes are lent for the length of `body`.
    public func pollJSON<Value>(_ body: (UnsafeRawBufferPointer) -> Value) throws(APIError) -> Step<Value> {
        try pollText(workosds_iterator_next_json, body)
    }

    public func nextJSON() throws(APIError) -> String? {
        try handle.wait { () throws(APIError) in try pollJSON { String(decoding: $0, as: UTF8.self) } }
    }

    /// What is left of the page, else the next page that is not empty, as a JSON array: the server's own text.
    public func pollPageJSON<Value>(_ body: (UnsafeRawBufferPointer) -> Value) throws(APIError) -> Step<Value> {
        try pollText(workosds_iterator_next_page_json, body)
    }

    public func nextPageJSON() throws(APIError) -> String? {
        try handle.wait { () throws(APIError) in try pollPageJSON { String(decoding: $0, as: UTF8.self) } }
    }

    /// Where a later listing with the same query goes on: see `workosds_iterator_cursor`.
    public var cursor: String? { handle.cursor }

    public func setBlocking(_ blocking: Bool) throws(APIError) { try handle.setBlocking(blocking) }

    /// One descriptor for poll, the same until `close`. Look (`poll...`) first, wait only on `.pending`.
    public func descriptor() throws(APIError) -> Int32 { try handle.descriptor() }

    /// Ends the listing for good with the status `.cancelled`.
    public func cancel() { handle.cancel() }

    /// Ends what is under way and gives the descriptor back. What was lent ends too.
    public func close() { handle.close() }

    private typealias TextFunction = (
        OpaquePointer?, UnsafeMutablePointer<UnsafePointer<CChar>?>?, UnsafeMutablePointer<Int>?,
        UnsafeMutablePointer<OpaquePointer?>?
    ) -> Int32

    private func pollText<Value>(
        _ function: TextFunction, _ body: (UnsafeRawBufferPointer) -> Value
    ) throws(APIError) -> Step<Value> {
        var text: UnsafePointer<CChar>?
        var length = 0
        return try handle.step({ function($0, &text, &length, $1) }) {
            text.map { body(UnsafeRawBufferPointer(start: $0, count: length)) }
        }
    }
}

/// A request without a record. `run` waits; `poll` never does, after `setBlocking(false)`.
public final class DirectoryRequest {
    private let handle: IteratorHandle

    init(_ handle: IteratorHandle) { self.handle = handle }

    public func run() throws(APIError) {
        _ = try handle.wait { () throws(APIError) in try poll() }
    }

    /// `.pending`, then `.end`.
    public func poll() throws(APIError) -> Step<Never> {
        var text: UnsafePointer<CChar>?
        return try handle.step({ workosds_iterator_next_json($0, &text, nil, $1) }) { nil }
    }

    public func setBlocking(_ blocking: Bool) throws(APIError) { try handle.setBlocking(blocking) }

    public func descriptor() throws(APIError) -> Int32 { try handle.descriptor() }

    public func cancel() { handle.cancel() }

    public func close() { handle.close() }
}
