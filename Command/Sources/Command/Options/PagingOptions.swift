import ArgumentParser
import WorkOSDirectorySync

extension Order: @retroactive ExpressibleByArgument {}

/// Page size, maximum and cursor of a list.
struct PageOptions: ParsableArguments {
    /// The largest page that the API serves.
    private static let largestPage = 100

    @Option(
        help: "The page size: records per request, 1 to 100. (default: 100, or --max-items if smaller)")
    var limit: Int?

    @Option(help: "Stop after this many records. (default: no limit)")
    var maxItems: Int?

    @Option(help: ArgumentHelp("Continue after this cursor. A run that was stopped prints it.", valueName: "cursor"))
    var after: String?

    func validate() throws {
        if let limit, !(1...Self.largestPage).contains(limit) {
            throw ValidationError("--limit is the page size, 1 to 100. Use --max-items to limit the number of records.")
        }
        if let maxItems, maxItems < 1 { throw ValidationError("--max-items must be at least 1.") }
        if after == "" { throw ValidationError("--after needs a cursor.") }
    }

    var paging: Paging {
        Paging(limit: limit, maxItems: maxItems, after: after)
    }
}

/// The same with `before` and `order`.
struct PagingOptions: ParsableArguments {
    @OptionGroup var page: PageOptions

    @Option(help: ArgumentHelp("Page backwards from this cursor.", valueName: "cursor"))
    var before: String?

    @Option(help: "By creation time: desc, newest first, or asc, oldest first. (default: desc)")
    var order: Order?

    func validate() throws {
        if page.after != nil, before != nil { throw ValidationError("Give --after or --before, not both.") }
        if before == "" { throw ValidationError("--before needs a cursor.") }
    }

    var paging: Paging {
        var paging = page.paging
        paging.before = before
        paging.order = order
        return paging
    }
}

/// Rejects empty options. A script whose variable is not set would otherwise list without the filter.
func refuseEmpty(_ options: KeyValuePairs<String, String?>) throws {
    if let empty = options.first(where: { $0.value == "" }) { throw ValidationError("\(empty.key) must not be empty.") }
}
