/// Reads callers' arguments. What is needed after the call is copied, so that callers can free theirs. A failure names
/// the argument as the header does, and nothing has been sent yet.
enum Argument {
    /// A copy; nil for NULL and "". Invalid UTF-8 is rejected here, where the message can name the argument.
    static func text(_ pointer: UnsafePointer<CChar>?, _ name: StaticString) throws(Failure) -> [UInt8]? {
        guard let bytes = try checkLength(CText.argument(pointer), name) else { return nil }
        guard isUTF8(bytes) else {
            throw .invalidArgument("\(name) is not valid UTF-8")
        }
        return bytes
    }

    /// `given`, otherwise the environment variable. A variable that is too long is an error like an argument, and is
    /// named.
    static func variable(_ name: StaticString, unless given: [UInt8]? = nil) throws(Failure) -> [UInt8]? {
        if let given { return given }
        return try checkLength(Environment.text(name), name)
    }

    /// `CText.bytes` has copied one byte more than allowed of what is too long.
    static func checkLength(_ text: [UInt8]?, _ name: StaticString) throws(Failure) -> [UInt8]? {
        if Reserve.isUsed { throw .outOfMemory }
        if let text, text.count > CText.longestArgument {
            throw .invalidArgument("\(name) is longer than 8192 bytes")
        }
        return text
    }

    /// A text without a copy if it is ASCII; nil for NULL and "".
    static func view(_ pointer: UnsafePointer<CChar>?, _ name: StaticString) throws(Failure) -> UnsafeRawBufferPointer?
    {
        guard let bytes = CText.view(pointer) else { return nil }
        if bytes.contains(where: { $0 >= 0x80 }) { _ = try text(pointer, name) }
        return bytes
    }

    /// One path segment. Rejects ids that would lead to another resource: a server may take "/directories/.." for "/",
    /// and a DELETE would reach something else.
    static func id(_ pointer: UnsafePointer<CChar>?) throws(Failure) -> [UInt8] {
        guard let id = try text(pointer, "id") else { throw .invalidArgument("id must not be NULL or empty") }
        if id == StaticText.bytes(".") || id == StaticText.bytes("..") {
            throw .invalidArgument("id must not be", id, "")
        }
        return id
    }

    /// A copy of a struct that begins with its size, from an older or newer header. Members that the caller's header
    /// lacks are zero. `zero` is the struct of this library with all members zero, the default of each.
    static func structure<Structure>(
        _ pointer: UnsafePointer<Structure>?, default zero: Structure, _ name: StaticString
    ) throws(Failure) -> Structure {
        var copy = zero
        try withUnsafeMutableBytes(of: &copy) { (target) throws(Failure) in
            try copyStructure(UnsafeRawPointer(pointer), to: target, name)
        }
        return copy
    }

    /// A program compiled with a newer header passes a longer struct. It can use this library if it sets none of the
    /// members that are new to it.
    private static func copyStructure(
        _ source: UnsafeRawPointer?, to target: UnsafeMutableRawBufferPointer, _ name: StaticString
    ) throws(Failure) {
        guard let source else { return }
        let size = source.load(as: Int.self)
        // 4096 is far more than any version will have: a larger number is memory that was not initialized.
        guard size >= MemoryLayout<Int>.size, size <= 4096 else {
            throw .invalidArgument("\(name).struct_size is not set: start from the _INIT macro")
        }
        let bytes = UnsafeRawBufferPointer(start: source, count: size)
        target.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(target.count)))
        if size > target.count, bytes[target.count...].contains(where: { $0 != 0 }) {
            throw .invalidArgument("\(name) sets a member that this version of the library does not have")
        }
    }

    /// Arguments are at most 8 KB long, so the padded copy is cheap.
    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        let padded = bytes + [UInt8](repeating: 0, count: ByteCursor.padding)
        return padded.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return true }
            var cursor = ByteCursor(base, to: bytes.count)
            while !cursor.isAtEnd {
                let length = cursor.utf8SequenceLength()
                if length == 0 { return false }
                cursor.advance(length)
            }
            return true
        }
    }
}
