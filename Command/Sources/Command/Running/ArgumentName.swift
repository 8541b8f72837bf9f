/// Translates the library's names of arguments to options.
enum ArgumentName {
    private static let options = [
        "base_url", "ca_file", "organization_id", "search", "directory", "group", "user", "idp_id", "email", "after",
        "before", "order", "limit", "max_items", "range_start", "range_end", "events",
    ]

    /// The library's message begins with the argument: "range_start is not a time" is about --range-start.
    static func translated(_ message: String) -> String {
        let name = String(message.prefix { $0 == "_" || ("a"..."z").contains($0) })
        let rest = message.dropFirst(name.count)
        guard rest.first == " " else { return message }
        if name == "id" { return "<id>" + rest }
        // Those are about an environment variable.
        guard options.contains(name), !rest.contains("WORKOS_") else { return message }
        return "--" + name.split(separator: "_").joined(separator: "-") + rest
    }
}
