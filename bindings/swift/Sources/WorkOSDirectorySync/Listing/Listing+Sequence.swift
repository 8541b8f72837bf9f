/// A loop over a listing gets a `Result`, since Swift's `for` cannot throw by itself. After a failure the loop ends.
///
/// ```swift
/// for result in try client.listDirectories() {
///     let directory = try result.get()
/// }
/// ```
///
/// The sequence has one pass: a second loop continues where the first one stopped.
extension Listing: Sequence {
    public struct Iterator: IteratorProtocol {
        private let listing: Listing
        private var hasFailed = false

        fileprivate init(_ listing: Listing) { self.listing = listing }

        public mutating func next() -> Result<Record, APIError>? {
            if hasFailed { return nil }
            do throws(APIError) {
                return try listing.next().map { .success($0) }
            } catch {
                hasFailed = true
                return .failure(error)
            }
        }
    }

    public func makeIterator() -> Iterator { Iterator(self) }
}
