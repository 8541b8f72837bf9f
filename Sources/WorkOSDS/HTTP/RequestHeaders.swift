import CCurl
import CPlatform

/// The header lines of all requests of a client. libcurl reads them during a request, so its sender must retain them.
/// Immutable once made, and shared by all connections of the client.
final class RequestHeaders {
    /// The head of a libcurl list.
    typealias Lines = UnsafeMutablePointer<curl_slist>

    /// Also for a derived client, which inherits it.
    let apiKey: [UInt8]
    /// Product, version and app_name, composed by `ClientOptions`.
    let userAgent: [UInt8]
    /// The whole list, owned: the library's own lines, then the caller's.
    private(set) var lines: Lines?
    /// Appending to the last node takes constant time; curl_slist_append walks to the end otherwise.
    private var last: Lines?
    /// The first of the caller's lines; nil for none. A part of `lines`.
    private(set) var added: Lines?
    /// Removes the key, and secrets among the caller's headers, from visible text.
    private(set) var redactor: Redactor

    private init(_ apiKey: [UInt8], _ userAgent: [UInt8]) {
        self.apiKey = apiKey
        self.userAgent = userAgent
        redactor = Redactor(apiKey)
    }

    deinit { curl_slist_free_all(lines) }

    /// `given`: the caller's lines, ending with NULL; nil for those of `base`.
    static func make(
        apiKey: [UInt8], userAgent: [UInt8], adding given: UnsafePointer<UnsafePointer<CChar>?>? = nil,
        base: RequestHeaders? = nil
    ) throws(Failure) -> RequestHeaders {
        let headers = RequestHeaders(apiKey, userAgent)
        // A name without a value removes libcurl's header.
        let others: [StaticString] = ["Accept: application/json", "Content-Type:", "Expect:"]
        try headers.append(StaticText.bytes("Authorization: Bearer ") + apiKey)
        for line in others { try headers.append(StaticText.bytes(line)) }
        let own = headers.last
        if let given {
            try headers.add(given)
        } else {
            var line = base?.added
            while let next = line {
                try headers.append(CText.bytes(next.pointee.data))
                line = next.pointee.next
            }
        }
        headers.added = own?.pointee.next
        headers.noteSecrets()
        return headers
    }

    private func add(_ given: UnsafePointer<UnsafePointer<CChar>?>) throws(Failure) {
        var index = 0
        while let text = given[index] {
            guard index < Int(CCURL_MAXIMUM_HEADERS) else {
                throw .invalidArgument("headers has more than 64 lines")
            }
            let line = CText.bytes(text)
            let name = Array(line.prefix(ccurl_header_name_length(text)))
            switch ccurl_check_header(text) {
            case CCURL_HEADER_FITS: break
            case CCURL_HEADER_HAS_NO_NAME:
                // Not shown: it may be a secret whose name was forgotten.
                throw .invalidArgument("headers[\(index)] is not a header: write it as \"Name: value\"")
            case CCURL_HEADER_IS_RESERVED: throw .invalidArgument("headers", name, "is set by the library")
            default:
                throw .invalidArgument("headers", name, "has a control character in its value, or over 8192 bytes")
            }
            // For libcurl a line without a value removes the header. "Name;" sends "Name:" without a value.
            let isEmpty = ccurl_header_value(text).pointee == 0
            try append(isEmpty ? name + [UInt8(ascii: ";")] : line)
            index &+= 1
        }
    }

    /// The value of a line that the caller added; nil for a secret.
    func value(of name: UnsafePointer<CChar>) -> UnsafePointer<CChar>? { ccurl_find_header(added, name) }

    private func append(_ line: [UInt8]) throws(Failure) {
        guard !Reserve.isUsed, let longer = line.withCString({ curl_slist_append(last, $0) }) else {
            throw Failure.outOfMemory
        }
        last = last?.pointee.next ?? longer
        lines = lines ?? longer
    }

    /// A secret is recognized by its name (ccurl_headers.h).
    private func noteSecrets() {
        var secrets = [apiKey]
        var line = added
        while let next = line, !Reserve.isUsed {
            let text = next.pointee.data
            if let text, ccurl_header_is_secret(text) == 1 { Self.add(ccurl_header_value(text), to: &secrets) }
            line = next.pointee.next
        }
        redactor = Redactor(secrets)
    }

    /// The value and each part of it: "Bearer abc", "a=abc; b=def".
    private static func add(_ value: UnsafePointer<CChar>, to secrets: inout [[UInt8]]) {
        let separators = StaticText.characters(" \t,;=\"")
        var whole = CText.bytes(value)
        while whole.last == UInt8(ascii: " ") || whole.last == UInt8(ascii: "\t") { whole.removeLast() }
        secrets.append(whole)
        var part = value
        while part.pointee != 0, !Reserve.isUsed {
            let length = Int(truncatingIfNeeded: strcspn(part, separators))
            secrets.append([UInt8](UnsafeRawBufferPointer(start: part, count: length)))
            part += length
            part += Int(truncatingIfNeeded: strspn(part, separators))
        }
    }
}
