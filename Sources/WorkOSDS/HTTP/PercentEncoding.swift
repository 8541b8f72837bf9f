/// Encodes everything except the unreserved characters of RFC 3986, section 2.3. So an id with "/" or "?" stays one
/// path segment, and an e-mail address with "+" is not read as one with a space.
enum PercentEncoding {
    static func append(_ text: [UInt8], to target: inout [UInt8]) {
        for byte in text {
            if isUnreserved(byte) {
                target.append(byte)
            } else {
                target.append(UInt8(ascii: "%"))
                target.append(digit(byte &>> 4))
                target.append(digit(byte & 0xF))
            }
        }
    }

    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// In upper case (RFC 3986, section 2.1).
    private static func digit(_ value: UInt8) -> UInt8 { value &+ (value < 10 ? 0x30 : 0x37) }
}
