/// Errors of Cloudflare, which is in front of the real API and answers with HTML.
extension Answer {
    /// Cloudflare's own statuses and their names.
    private static let cloudflareErrors = [
        (520, "Web server is returning an unknown error"), (521, "Web server is down"), (522, "Connection timed out"),
        (523, "Origin is unreachable"), (524, "A timeout occurred"), (525, "SSL handshake failed"),
        (526, "Invalid SSL certificate"), (527, "Railgun error"), (530, "Origin DNS error"),
    ]

    /// Cloudflare's response in place of the service's.
    /// - Parameters:
    ///   - status: nil for one chosen by `draw`.
    ///   - draw: returns a random number below a bound.
    static func cloudflare(_ status: Int?, draw: (_ bound: Int) -> Int) -> Answer {
        let status = status ?? cloudflareErrors[draw(cloudflareErrors.count)].0
        let title = cloudflareErrors.first { $0.0 == status }?.1 ?? "Unknown error"
        let page = """
            <!DOCTYPE html>
            <html lang="en-US"><head><title>api.workos.com | \(status): \(title)</title></head>
            <body><h1>\(title) <span>Error code \(status)</span></h1><p>Cloudflare Ray ID: 8f0c2d4b6a1e3579</p></body></html>

            """
        var answer = Answer(status: status, body: Array(page.utf8), contentType: "text/html; charset=UTF-8")
        answer.headers += [("Server", "cloudflare"), ("CF-RAY", "8f0c2d4b6a1e3579-FRA")]
        return answer
    }
}
