import CCurl
import CPlatform

/// An id becomes exactly one segment of the path, whatever it contains.
enum IDCheck {
    static func run(_ id: [UInt8], _ base: [UInt8]) {
        guard let accepted = accepted(id) else { return }
        require(accepted == id, "an id changed")
        let request = Request(.post, path: "/directories", id: accepted, then: "/sync")
        let segments = request.target.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        require(segments.count == 4 && segments[0].isEmpty, "one segment for the id")
        require(
            segments[1].elementsEqual("directories".utf8) && segments[3].elementsEqual("sync".utf8),
            "the path around the id")
        let segment = Array(segments[2])
        Encoded.check(segment, decodesTo: id)
        require(segment != Array(".".utf8) && segment != Array("..".utf8), "a segment that leads elsewhere")
        guard let url = ParsedURL(base + request.target), let own = ParsedURL(base) else { return }
        let path = own.part(CURLUPART_PATH).map { $0 == Array("/".utf8) ? [] : $0 } ?? []
        require(url.part(CURLUPART_PATH) == path + request.target, "the path as libcurl reads it")
        require(url.part(CURLUPART_QUERY) == nil && url.part(CURLUPART_FRAGMENT) == nil, "no query")
        require(url.part(CURLUPART_HOST) == own.part(CURLUPART_HOST), "the host as it was")
    }

    /// nil if it is rejected.
    private static func accepted(_ id: [UInt8]) -> [UInt8]? {
        id.withCString { pointer in
            do throws(Failure) {
                return try Argument.id(pointer)
            } catch {
                FailureCheck.run(error)
                require(
                    id.isEmpty || id == Array(".".utf8) || id == Array("..".utf8)
                        || String(validating: id, as: UTF8.self) == nil, "an id refused without a reason")
                return nil
            }
        }
    }
}

/// Percent-encoded text.
enum Encoded {
    static func check(_ text: [UInt8], decodesTo expected: [UInt8]) {
        var decoded: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            if byte != UInt8(ascii: "%") {
                require(isUnreserved(byte), "a character that is not encoded")
                decoded.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            require(digits == digits.uppercased(), "small hexadecimal digits")
            decoded.append(require(UInt8(digits, radix: 16), "two hexadecimal digits"))
            rest = rest.dropFirst(2)
        }
        require(decoded == expected, "what was encoded")
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8).contains(byte)
    }
}
