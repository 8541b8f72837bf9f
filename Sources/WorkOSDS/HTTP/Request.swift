/// One request of the API, without its base URL.
struct Request {
    enum Method {
        case get, delete, post

        var name: StaticString {
            switch self {
            case .get: "GET"
            case .delete: "DELETE"
            case .post: "POST"
            }
        }
    }

    let method: Method
    /// Path and query, percent-encoded: "/directory_users?limit=100".
    let target: [UInt8]

    init(_ method: Method, path: StaticString, id: [UInt8]? = nil, then suffix: StaticString = "") {
        var target = StaticText.bytes(path)
        if let id {
            target.append(UInt8(ascii: "/"))
            PercentEncoding.append(id, to: &target)
        }
        target.append(contentsOf: StaticText.bytes(suffix))
        self.method = method
        self.target = target
    }

    init(list path: StaticString, parameters: [QueryParameter]) {
        var target = StaticText.bytes(path)
        var separator = UInt8(ascii: "?")
        for parameter in parameters {
            target.append(separator)
            target.append(contentsOf: StaticText.bytes(parameter.name))
            target.append(UInt8(ascii: "="))
            for (index, item) in parameter.items.enumerated() {
                if index > 0 { target.append(UInt8(ascii: ",")) }
                PercentEncoding.append(item, to: &target)
            }
            separator = UInt8(ascii: "&")
        }
        method = .get
        self.target = target
    }
}

struct QueryParameter {
    let name: StaticString
    /// More than one stand in one parameter, with plain commas between them.
    let items: [[UInt8]]

    init(name: StaticString, value: [UInt8]) {
        self.name = name
        items = [value]
    }

    init(name: StaticString, items: [[UInt8]]) {
        self.name = name
        self.items = items
    }

    /// The only item, or the first.
    var value: [UInt8]? { items.first }
}

/// RFC 3986: everything but the unreserved characters is encoded.
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

    private static func digit(_ value: UInt8) -> UInt8 { value &+ (value < 10 ? 0x30 : 0x37) }
}
