import CCurl
import CPlatform

/// The header lines of every request of a client. libcurl reads them during a request: whoever sends one keeps them.
final class RequestHeaders {
    let lines: UnsafeMutablePointer<curl_slist>
    let userAgent: [UInt8]
    /// Takes the key out of what comes back.
    let redactor: Redactor

    /// nil when memory is out.
    static func make(apiKey: [UInt8], userAgent: [UInt8]) -> RequestHeaders? {
        var lines: UnsafeMutablePointer<curl_slist>?
        // A name without a value takes out what libcurl would add.
        let others: [StaticString] = ["Accept: application/json", "Content-Type:", "Expect:"]
        for line in [StaticText.bytes("Authorization: Bearer ") + apiKey] + others.map({ StaticText.bytes($0) }) {
            guard let longer = line.withCString({ curl_slist_append(lines, $0) }) else {
                curl_slist_free_all(lines)
                return nil
            }
            lines = longer
        }
        return lines.map { RequestHeaders($0, userAgent, Redactor(apiKey)) }
    }

    private init(_ lines: UnsafeMutablePointer<curl_slist>, _ userAgent: [UInt8], _ redactor: Redactor) {
        self.lines = lines
        self.userAgent = userAgent
        self.redactor = redactor
    }

    deinit { curl_slist_free_all(lines) }
}
