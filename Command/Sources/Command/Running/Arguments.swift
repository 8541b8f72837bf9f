import CArguments

/// What the command was called with, its own name left out.
enum Arguments {
    static func read() throws(Failure) -> [String] {
        let all = (1..<max(1, arguments_count())).compactMap { arguments_at($0) }
        // Before anything that could repeat an argument in its message.
        if all.contains(where: { looksLikeKey(String(cString: $0)) }) { throw .keyAsArgument }
        var texts: [String] = []
        for argument in all {
            // A repaired text would name another record than the one that was asked for.
            guard let text = String(validatingCString: argument) else {
                throw .argument("the argument '\(escaped(argument))' is not UTF-8")
            }
            texts.append(text)
        }
        return texts
    }

    private static func looksLikeKey(_ argument: String) -> Bool {
        argument.hasPrefix("sk_") || argument.contains("=sk_")
    }

    /// The bytes that are not ASCII as \xff.
    private static func escaped(_ argument: UnsafePointer<CChar>) -> String {
        var text = ""
        var position = argument
        while position.pointee != 0 {
            let byte = UInt8(bitPattern: position.pointee)
            text += byte < 0x80 ? String(UnicodeScalar(byte)) : "\\x" + String(byte, radix: 16)
            position += 1
        }
        return text
    }
}
