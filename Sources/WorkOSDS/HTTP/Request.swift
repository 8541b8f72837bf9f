/// One request of the API, without its base URL. The API needs no request bodies.
struct Request {
    /// The methods of the API. DELETE and GET can be repeated without harm, POST cannot (`RetryPolicy`).
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

    /// `id` is one path segment, `suffix` follows it.
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

    /// The order of the parameters is fixed, so that all requests of a listing are equal but for the cursor.
    init(list path: StaticString, parameters: [QueryParameter]) {
        var target = StaticText.bytes(path)
        var separator = UInt8(ascii: "?")
        for parameter in parameters where !Reserve.isUsed {
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
