import CWorkOSDS

/// A sequence of records, fetched a page at a time. Nothing is sent before the first record is asked for.
///
/// ```swift
/// let users = try client.listUsers(UserQuery(directory: id))
/// while let user = try users.next() {
///     print(user.email ?? "-")
/// }
/// ```
///
/// A listing is for one thread at a time. Releasing it ends its request, and it can outlive its client.
/// Records that arrived before an error are returned first; after the error every further call throws it again and
/// sends nothing.
///
/// For an event loop call ``setBlocking(_:)`` with false. Then the `poll` functions never wait: they return
/// ``Step/pending``, and ``descriptor()`` becomes readable when it is time to poll again.
public final class Listing<Record: APIRecord> {
    private let handle: IteratorHandle
    private let nextRecord: @Sendable (OpaquePointer?, Pointers?, Pointers?) -> Int32
    private let copy: (OpaquePointer) -> Record?

    private typealias Pointers = UnsafeMutablePointer<OpaquePointer?>

    init(_ handle: IteratorHandle) where Record: WrappedRecord {
        self.handle = handle
        nextRecord = Record.functions.next
        copy = { Record(copying: $0) }
    }

    // MARK: - Records

    /// The next record; nil at the end. Waits for the network, the pace and retries.
    public func next() throws(APIError) -> Record? {
        try handle.wait { () throws(APIError) in try poll() }
    }

    /// The next record, without waiting if the listing does not block.
    public func poll() throws(APIError) -> Step<Record> {
        var record: OpaquePointer?
        return try handle.step({ nextRecord($0, &record, $1) }) { () throws(APIError) in
            guard let copy = record.flatMap(copy) else {
                throw APIError(status: Status.outOfMemory.rawValue, taking: nil)
            }
            return copy
        }
    }

    /// All records that are left, in memory at once.
    public func all() throws(APIError) -> [Record] {
        var records: [Record] = []
        while let record = try next() { records.append(record) }
        return records
    }

    // MARK: - JSON

    /// The next record as a JSON object, the server's own text after checks and repairs; nil at the end.
    public func nextJSON() throws(APIError) -> String? {
        try handle.wait { () throws(APIError) in try pollJSON { String(decoding: $0, as: UTF8.self) } }
    }

    /// The rest of the current page, or else the next page that is not empty, as a JSON array; nil at the end. This is
    /// the fastest way to read a long list.
    public func nextPageJSON() throws(APIError) -> String? {
        try handle.wait { () throws(APIError) in try pollPageJSON { String(decoding: $0, as: UTF8.self) } }
    }

    /// Like ``nextJSON()``, without waiting if the listing does not block. The bytes are valid until `body` returns.
    public func pollJSON<Value>(_ body: (UnsafeRawBufferPointer) -> Value) throws(APIError) -> Step<Value> {
        try pollText(workosds_iterator_next_json, body)
    }

    /// Like ``nextPageJSON()``, without waiting if the listing does not block. The bytes are valid until `body`
    /// returns.
    public func pollPageJSON<Value>(_ body: (UnsafeRawBufferPointer) -> Value) throws(APIError) -> Step<Value> {
        try pollText(workosds_iterator_next_page_json, body)
    }

    // MARK: - Position and end

    /// The cursor to resume from: ``Paging/after`` (or `before`, if this listing pages backwards) of a later listing
    /// with the same query.
    ///
    /// It is the server's cursor of the last page that was returned in full; nil at the start and after the end. If
    /// ``Paging/maxItems`` ends the listing inside a page, the cursor is the one before that page: records can be
    /// returned twice, but none is missed. For events it is the id of the last event returned, also after the end.
    public var cursor: String? { handle.cursor }

    /// Ends the listing permanently: further calls throw ``Status/cancelled``. ``Client/cancel()`` does it from another
    /// thread.
    public func cancel() { handle.cancel() }

    /// Ends the current request and closes the descriptor. Records stay valid. Releasing the listing does the same.
    public func close() { handle.close() }

    // MARK: - Event loops

    /// False: from now on the `poll` functions return ``Step/pending`` instead of waiting. `next` still waits.
    public func setBlocking(_ blocking: Bool) throws(APIError) { try handle.setBlocking(blocking) }

    /// A descriptor for poll, epoll or any event loop, the same until ``close()``. Poll the listing first, and wait
    /// until the descriptor is readable only after ``Step/pending``. Spurious wake-ups are possible. Never read from
    /// it.
    public func descriptor() throws(APIError) -> Int32 { try handle.descriptor() }

    private typealias TextFunction = (
        OpaquePointer?, UnsafeMutablePointer<UnsafePointer<CChar>?>?, UnsafeMutablePointer<Int>?, Pointers?
    ) -> Int32

    private func pollText<Value>(
        _ function: TextFunction, _ body: (UnsafeRawBufferPointer) -> Value
    ) throws(APIError) -> Step<Value> {
        var text: UnsafePointer<CChar>?
        var length = 0
        return try handle.step({ function($0, &text, &length, $1) }) {
            body(UnsafeRawBufferPointer(start: text, count: length))
        }
    }
}
