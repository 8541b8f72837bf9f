import CWorkOSDS

/// C strings that live until `release`: as long as the call they are arguments of.
struct ArgumentStrings {
    private var strings: [UnsafeMutableBufferPointer<CChar>] = []
    private var arrays: [UnsafeMutableBufferPointer<UnsafePointer<CChar>?>] = []

    /// A copy of a text that ends in NUL. Rejects a NUL inside it: C would read a shorter, different text.
    mutating func add(_ text: String?, _ name: StaticString) throws(APIError) -> UnsafePointer<CChar>? {
        guard let text else { return nil }
        try rejectNUL(in: text, name)
        let bytes = text.utf8CString
        let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: bytes.count)
        _ = copy.initialize(from: bytes)
        strings.append(copy)
        return UnsafePointer(copy.baseAddress)
    }

    /// An array of copies that ends in NULL.
    mutating func add(
        _ texts: [String], _ name: StaticString
    ) throws(APIError) -> UnsafePointer<UnsafePointer<CChar>?>? {
        var pointers: [UnsafePointer<CChar>?] = []
        for text in texts { pointers.append(try add(text, name)) }
        let array = UnsafeMutableBufferPointer<UnsafePointer<CChar>?>.allocate(capacity: pointers.count + 1)
        _ = array.initialize(from: pointers + [nil])
        arrays.append(array)
        return UnsafePointer(array.baseAddress)
    }

    mutating func release() {
        strings.forEach { $0.deallocate() }
        arrays.forEach { $0.deallocate() }
        strings = []
        arrays = []
    }
}

func rejectNUL(in text: String, _ name: StaticString) throws(APIError) {
    if text.utf8.contains(0) { throw APIError(invalidArgument: "\(name) must not contain a NUL character") }
}

/// Nil is the library's default. Zero would be read as the default too, and -1 as something else: both are rejected.
func positive(_ number: Int64?, _ name: StaticString) throws(APIError) -> Int64 {
    guard let number else { return 0 }
    if number < 1 { throw APIError(invalidArgument: "\(name) must be at least 1, not \(number)") }
    return number
}
