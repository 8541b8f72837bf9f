/// Bytes as ASCII characters, whatever the locale.
enum ASCII {
    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    @inline(never)
    static func isDigit(_ text: [UInt8], _ place: Int) -> Bool {
        place >= 0 && place < text.count && text[place] >= 0x30 && text[place] <= 0x39
    }

    static func lowercased(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
}
