import CArguments

/// The command's arguments, without its name.
enum Arguments {
    static func read() throws(Failure) -> [String] {
        let all = (1..<max(1, arguments_count())).compactMap { arguments_at($0) }
        // Before any check whose message could contain an argument.
        if all.contains(where: { looksLikeKey(String(cString: $0)) }) { throw .keyAsArgument }
        var texts: [String] = []
        for argument in all {
            // Repaired text could identify another record.
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

    /// Bytes that are not ASCII are written as \xff.
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
