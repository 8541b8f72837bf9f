/// Requirements for every text that the library shows to people.
enum TextCheck {
    /// One line of valid UTF-8 without control characters.
    static func requireClean(_ text: [UInt8], most: Int) {
        require(text.count <= most, "a text that is too long")
        requireUTF8(text)
        require(!text.contains { $0 < 0x20 || $0 == 0x7F }, "a control character")
        require(
            !String(decoding: text, as: UTF8.self).unicodeScalars.contains(where: isLineBreakOrC1),
            "a control character")
    }

    static func requireUTF8(_ text: [UInt8]) { require(String(validating: text, as: UTF8.self) != nil, "no UTF-8") }

    private static func isLineBreakOrC1(_ scalar: Unicode.Scalar) -> Bool {
        (0x80...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
    }
}
