import WorkOSDirectorySync

/// A row of the table: a call, its arguments, and the client's options.
struct Command: Decodable {
    let call: String
    let arguments: Arguments
    let options: Options
    let apiKey: String
    let url: String
    let byPage: Bool
    let take: Int?
    let derived: Options?
    let observe: [String]?

    enum CodingKeys: String, CodingKey {
        case call, arguments, options, url, take, derived, observe
        case apiKey = "api_key"
        case byPage = "by_page"
    }
}

struct Arguments: Decodable {
    let id: String?
    let limit: Int?
    let maxItems: Int?
    let after: String?
    let before: String?
    let order: String?
    let organizationID: String?
    let search: String?
    let directory: String?
    let user: String?
    let group: String?
    let idpID: String?
    let email: String?
    let events: [String]?
    let rangeStart: String?
    let rangeEnd: String?
    let body: String?
    let header: String?
    let secret: String?
    let tolerance: Int64?
    let now: Int64?

    enum CodingKeys: String, CodingKey {
        case id, limit, after, before, order, search, directory, user, group, email, events, body, header, secret
        case maxItems = "max_items"
        case organizationID = "organization_id"
        case idpID = "idp_id"
        case rangeStart = "range_start"
        case rangeEnd = "range_end"
        case tolerance = "tolerance_ms"
        case now = "now_ms"
    }

    var paging: Paging {
        Paging(limit: limit, maxItems: maxItems, after: after, before: before, order: order.flatMap(Order.init))
    }

    /// The bytes of `body`, which is in hexadecimal digits.
    var payload: [UInt8] {
        let digits = Array((body ?? "").utf8)
        return stride(from: 0, to: digits.count, by: 2).map { index in
            UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) ?? 0
        }
    }
}
