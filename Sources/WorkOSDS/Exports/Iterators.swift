import CWorkOSDS

// The functions of `workosds_iterator`. Each drops what the iterator may have in the reserve (`leaveReserve`) before
// `report` makes the reserve available to other threads.

@implementation @_cdecl("workosds_iterator_next_directory")
public func workosds_iterator_next_directory(
    _ iterator: OpaquePointer?, _ directory: UnsafeMutablePointer<OpaquePointer?>?, _ error: HandleOutput
) -> workosds_status {
    nextRecord(iterator, directory, error, .directory)
}

@implementation @_cdecl("workosds_iterator_next_group")
public func workosds_iterator_next_group(
    _ iterator: OpaquePointer?, _ group: UnsafeMutablePointer<OpaquePointer?>?, _ error: HandleOutput
) -> workosds_status {
    nextRecord(iterator, group, error, .group)
}

@implementation @_cdecl("workosds_iterator_next_user")
public func workosds_iterator_next_user(
    _ iterator: OpaquePointer?, _ user: UnsafeMutablePointer<OpaquePointer?>?, _ error: HandleOutput
) -> workosds_status {
    nextRecord(iterator, user, error, .user)
}

@implementation @_cdecl("workosds_iterator_next_event")
public func workosds_iterator_next_event(
    _ iterator: OpaquePointer?, _ event: UnsafeMutablePointer<OpaquePointer?>?, _ error: HandleOutput
) -> workosds_status {
    nextRecord(iterator, event, error, .event)
}

@implementation @_cdecl("workosds_iterator_next_json")
public func workosds_iterator_next_json(
    _ iterator: OpaquePointer?, _ json: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
    _ length: UnsafeMutablePointer<Int>?, _ error: HandleOutput
) -> workosds_status {
    nextText(iterator, json, length, error) { (iterator) throws(Failure) in try iterator.nextJSON() }
}

@implementation @_cdecl("workosds_iterator_next_page_json")
public func workosds_iterator_next_page_json(
    _ iterator: OpaquePointer?, _ json: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
    _ length: UnsafeMutablePointer<Int>?, _ error: HandleOutput
) -> workosds_status {
    nextText(iterator, json, length, error) { (iterator) throws(Failure) in try iterator.nextPageJSON() }
}

@implementation @_cdecl("workosds_iterator_cursor")
public func workosds_iterator_cursor(_ iterator: OpaquePointer?) -> UnsafePointer<CChar>? {
    Handle.read(iterator, nil) { (iterator: RecordIterator) in iterator.cursor() }
}

@implementation @_cdecl("workosds_iterator_cancel")
public func workosds_iterator_cancel(_ iterator: OpaquePointer?) {
    Handle.read(iterator, ()) { (iterator: RecordIterator) in iterator.cancel() }
}

@implementation @_cdecl("workosds_iterator_free")
public func workosds_iterator_free(_ iterator: OpaquePointer?) { Handle.free(iterator) }

@implementation @_cdecl("workosds_iterator_set_blocking")
public func workosds_iterator_set_blocking(
    _ iterator: OpaquePointer?, _ blocking: Int32, _ error: HandleOutput
) -> workosds_status {
    report(error) { () throws(Failure) -> Status in
        try Handle.object(iterator, RecordIterator.self, "iterator").setBlocking(blocking != 0)
        return .ok
    }
}

@implementation @_cdecl("workosds_iterator_fd")
public func workosds_iterator_fd(
    _ iterator: OpaquePointer?, _ fd: UnsafeMutablePointer<Int32>?, _ error: HandleOutput
) -> workosds_status {
    fd?.pointee = -1
    let status = report(error) { () throws(Failure) -> Status in
        let iterator = try Handle.object(iterator, RecordIterator.self, "iterator")
        defer { iterator.leaveReserve() }
        let descriptor = try iterator.descriptor()
        guard let fd else { throw .invalidArgument("fd must not be NULL: it receives the descriptor") }
        fd.pointee = descriptor
        return .ok
    }
    if status < 0 { fd?.pointee = -1 }
    return status
}

/// The record is the iterator's only one, pointed at the next row: none is created. The output is NULL unless the call
/// succeeds, even if it fails after it was set.
private func nextRecord(
    _ pointer: OpaquePointer?, _ output: UnsafeMutablePointer<OpaquePointer?>?, _ error: HandleOutput,
    _ kind: Record.Kind
) -> workosds_status {
    output?.pointee = nil
    let status = report(error) { () throws(Failure) -> Status in
        let iterator = try Handle.object(pointer, RecordIterator.self, "iterator")
        defer { iterator.leaveReserve() }
        guard let output else {
            throw .invalidArgument("the record's pointer must not be NULL: it receives the record")
        }
        try requireKind(kind, of: iterator)
        switch try iterator.next() {
        case .done: return .done
        case .pending: return .pending
        case .record:
            guard let record = iterator.record else { return .done }
            try iterator.pointRecord()
            output.pointee = Handle.borrow(record)
            return .ok
        }
    }
    if status < 0 { output?.pointee = nil }
    return status
}

/// An iterator of a request without a record accepts any of the functions, which only return DONE.
private func requireKind(_ kind: Record.Kind, of iterator: RecordIterator) throws(Failure) {
    guard iterator.kind == kind || iterator.kind == nil else {
        throw .invalidArgument("the iterator's records are of another kind: call the `next` function of that kind")
    }
}

/// Like `nextRecord`, for text.
private func nextText(
    _ pointer: OpaquePointer?, _ json: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
    _ length: UnsafeMutablePointer<Int>?, _ error: HandleOutput,
    _ next: (RecordIterator) throws(Failure) -> RecordIterator.Text
) -> workosds_status {
    json?.pointee = nil
    length?.pointee = 0
    let status = report(error) { () throws(Failure) -> Status in
        let iterator = try Handle.object(pointer, RecordIterator.self, "iterator")
        defer { iterator.leaveReserve() }
        guard let json else { throw .invalidArgument("json must not be NULL: it receives the text") }
        switch try next(iterator) {
        case .done: return .done
        case .pending: return .pending
        case .text(let start, let count):
            json.pointee = start
            length?.pointee = count
            return .ok
        }
    }
    if status < 0 {
        json?.pointee = nil
        length?.pointee = 0
    }
    return status
}
