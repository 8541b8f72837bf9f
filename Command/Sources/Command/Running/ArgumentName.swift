import CommandSupport

/// Translates the library's names of arguments to options.
enum ArgumentName {
    private static let options = [
        "base_url", "ca_file", "organization_id", "search", "directory", "group", "user", "idp_id", "email", "after",
        "before", "order", "limit", "max_items", "range_start", "range_end", "events", "proxy_ca_file",
    ]
    /// Those whose options have another name. The longest come first: one name begins like another.
    private static let others = [
        ("client_key_passphrase", ServerOptions.passphraseVariable), ("client_certificate", "--cert"),
        ("client_key", "--cert-key"), ("headers", "--header"),
    ]

    /// The library's message begins with the argument: "range_start is not a time" is about --range-start.
    static func translated(_ message: String) -> String {
        let name = String(message.prefix { $0 == "_" || ("a"..."z").contains($0) })
        let rest = message.dropFirst(name.count)
        if name == "headers", let end = rest.firstIndex(of: "]") { return "--header" + rest[rest.index(after: end)...] }
        guard rest.first == " " else { return message }
        if name == "id" { return "<id>" + rest }
        if let option = others.first(where: { $0.0 == name }) { return option.1 + translatedEnd(String(rest)) }
        // Those are about an environment variable.
        guard options.contains(name), !rest.contains("WORKOS_") else { return message }
        return "--" + name.split(separator: "_").joined(separator: "-") + rest
    }

    /// What follows the quoted value may name another argument.
    private static func translatedEnd(_ text: String) -> String {
        let end = text.lastIndex(of: "\"") ?? text.startIndex
        return text[..<end]
            + others.reduce(into: String(text[end...])) { translated, other in
                translated = translated.split(separator: other.0, omittingEmptySubsequences: false).joined(
                    separator: other.1)
            }
    }
}
