import CCurl
import CPlatform

/// A response's head and the body of an error: header lines up to an empty one, then the body. Each line is also read
/// as Retry-After and as a time.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHeaders(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = [UInt8](UnsafeBufferPointer(start: data, count: data == nil ? 0 : size))
    var head = ResponseHead()
    var rest = bytes[...]
    while !rest.isEmpty {
        let end = rest.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? rest.endIndex
        let line = Array(rest[..<end])
        rest = rest[end...]
        if line.allSatisfy({ $0 == 0x0D || $0 == 0x0A }) { break }
        // A buffer of exactly the line's size, so that AddressSanitizer detects a read beyond it.
        line.withUnsafeBufferPointer { head.read($0, AnswerCheck.redactor) }
        let text = Array(line.prefix { $0 != 0x0D && $0 != 0x0A })
        TimeCheck.run(text)
        SignatureCheck.run(text)
    }
    if let value = head.retryAfter { TimeCheck.checkRetryAfter(value) }
    if let requestID = head.requestID { TextCheck.requireClean(requestID, most: 256) }
    AnswerCheck.run(head, Array(rest))
    return 0
}
