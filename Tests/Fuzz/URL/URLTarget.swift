import CPlatform

/// Arguments of callers, separated by NULs, which no C string contains: base URL, id, after, before, order, and a
/// filter's value; then a byte for limit and one for max_items.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzURL(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = UnsafeBufferPointer(start: data, count: data == nil ? 0 : size)
    var arguments = bytes.split(separator: 0, maxSplits: 6, omittingEmptySubsequences: false).map { Array($0) }
    while arguments.count < 7 { arguments.append([]) }
    let base = BaseURLCheck.run(arguments[0])
    IDCheck.run(arguments[1], base)
    QueryCheck.run(
        after: arguments[2], before: arguments[3], order: arguments[4], filter: arguments[5],
        limit: Int32(Int8(bitPattern: arguments[6].first ?? 0)), maximumItems: Int64(arguments[6].last ?? 0) - 1)
    return 0
}

extension Array where Element == UInt8 {
    /// As the C API reads an argument: nil for "", which means "not given", and for invalid ones.
    var argument: [UInt8]? {
        withCString { pointer in
            do throws(Failure) {
                let text = try Argument.text(pointer, "argument")
                if let text { require(text == self, "an argument changed") }
                TextCheck.requireUTF8(text ?? [])
                return text
            } catch {
                require(String(validating: self, as: UTF8.self) == nil, "UTF-8 that is refused")
                FailureCheck.run(error)
                return nil
            }
        }
    }
}

enum FailureCheck {
    /// Rejected before anything was sent, with a printable message.
    static func run(_ failure: Failure) {
        require(failure.status == .invalidArgument, "a refusal of another kind")
        TextCheck.requireClean(Array(failure.message.dropLast()), most: Message.maximumLength)
        require(failure.message.count > 10, "a message")
    }
}
