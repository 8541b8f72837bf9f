/// A response body: scan, repair, rescan, getters, copies, JSON, borrowed texts.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    GrammarCheck.run(data, size)
    for kind in [Record.Kind.user, .group, .directory, .event] { pages.runRecord(data, size, kind) }
    pages.runList(data, size, .user)
    // The same text also as a record of a list and as an attribute, so that each input tests all places.
    for (start, end) in surroundings {
        let text = ByteBuffer()
        require(
            text.append(start) && text.append(data ?? ByteBuffer.emptyText, size) && text.append(end),
            "memory for the input")
        pages.runList(text.bytes, text.count, .user)
    }
    return 0
}

private let pages = PageCheck()

private let surroundings: [(StaticString, StaticString)] = [
    ("{\"data\":[{\"id\":\"first\"}, ", " ,{\"id\":\"last\"}],\"list_metadata\":{\"after\":\"c\",\"before\":null}}"),
    ("{\"list_metadata\":{},\"data\":[{\"custom_attributes\":", ",\"groups\":[]}]}"),
]
