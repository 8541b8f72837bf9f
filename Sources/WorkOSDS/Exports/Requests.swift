import CWorkOSDS

/// The common implementations of the functions of every kind of record. `client` is an unchecked handle; requests are
/// composed by the closure before a descriptor is opened, so that an invalid argument costs nothing.
enum Requests {
    /// An iterator over a list.
    static func list(
        _ client: OpaquePointer?, _ iterator: HandleOutput, _ error: HandleOutput, _ kind: Record.Kind,
        _ list: () throws(Failure) -> ListRequest
    ) -> workosds_status {
        deliver(to: iterator, "iterator", error) { () throws(Failure) -> AnyObject in
            let client = try Handle.object(client, Client.self, "client")
            return RecordIterator(try redacting(client, list), kind, on: try Session.make(client))
        }
    }

    /// An iterator for a request whose response is one record or, with `kind` nil, none.
    static func start(
        _ client: OpaquePointer?, _ iterator: HandleOutput, _ error: HandleOutput, _ kind: Record.Kind?,
        _ request: () throws(Failure) -> Request
    ) -> workosds_status {
        deliver(to: iterator, "iterator", error) { () throws(Failure) -> AnyObject in
            let client = try Handle.object(client, Client.self, "client")
            return RecordIterator(try redacting(client, request), kind, on: try Session.make(client))
        }
    }

    /// One record, as a copy that the caller owns. Waits: it is an iterator of one record, read at once.
    static func get(
        _ client: OpaquePointer?, _ record: HandleOutput, _ name: StaticString, _ error: HandleOutput,
        _ kind: Record.Kind, _ request: () throws(Failure) -> Request
    ) -> workosds_status {
        deliver(to: record, name, error) { () throws(Failure) -> AnyObject in
            let client = try Handle.object(client, Client.self, "client")
            let iterator = RecordIterator(try redacting(client, request), kind, on: try Session.make(client))
            guard try iterator.next() == .record else { throw Failure(.internalError, "a response without a record") }
            try iterator.pointRecord()
            guard let copy = iterator.record?.copy() else { throw Failure.outOfMemory }
            return copy
        }
    }

    /// A request without a record.
    static func run(
        _ client: OpaquePointer?, _ error: HandleOutput, _ request: () throws(Failure) -> Request
    ) -> workosds_status {
        report(error) { () throws(Failure) -> Status in
            let client = try Handle.object(client, Client.self, "client")
            _ = try RecordIterator(try redacting(client, request), nil, on: try Session.make(client)).next()
            return .ok
        }
    }

    /// Arguments appear in messages, and a caller may have passed the API key as one of them.
    private static func redacting<Result>(
        _ client: Client, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        do throws(Failure) { return try body() } catch let failure {
            throw failure.redacted(by: client.options.redactor)
        }
    }

    /// The filters that are given. `values` are C strings by parameter name. NULL and "" are not sent.
    static func filters(
        _ values: (name: StaticString, value: UnsafePointer<CChar>?)...
    ) throws(Failure) -> [QueryParameter] {
        var filters: [QueryParameter] = []
        for (name, value) in values {
            if let text = try Argument.text(value, name) { filters.append(QueryParameter(name: name, value: text)) }
        }
        return filters
    }

    static func list(
        _ path: StaticString, _ filters: [QueryParameter], _ limit: Int32, _ maximumItems: Int64,
        _ after: UnsafePointer<CChar>?, _ before: UnsafePointer<CChar>?, _ order: UnsafePointer<CChar>?,
        _ rateLimit: RateLimiters.Owner? = nil
    ) throws(Failure) -> ListRequest {
        try ListRequest.checked(
            path: path, filters: filters, limit: limit, maximumItems: maximumItems,
            after: try Argument.text(after, "after"), before: try Argument.text(before, "before"),
            order: try Argument.text(order, "order"), rateLimit: rateLimit)
    }
}
