import ArgumentParser
import WorkOSDirectorySync

extension Order: @retroactive ExpressibleByArgument {}

/// How much of a list, forwards.
struct PageOptions: ParsableArguments {
    /// The largest page that the API serves.
    private static let largestPage = 100

    @Option(
        help: "The page size, 1 to 100: how many records a request asks for. (default: 100, or --max-items if smaller)")
    var limit: Int?

    @Option(help: "Stop after this many records. (default: no limit)")
    var maxItems: Int?

    @Option(help: ArgumentHelp("Go on after this cursor, as a run that was stopped names it.", valueName: "cursor"))
    var after: String?

    func validate() throws {
        if let limit, !(1...Self.largestPage).contains(limit) {
            throw ValidationError("--limit is the page size, 1 to 100; --max-items limits how many records come.")
        }
        if let maxItems, maxItems < 1 { throw ValidationError("--max-items is at least 1.") }
        if after == "" { throw ValidationError("--after needs a cursor.") }
    }

    var paging: Paging {
        Paging(limit: limit, maxItems: maxItems, after: after)
    }
}

/// The same, and backwards, in either order.
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

/// Refuses options that are given as "", as a script does whose variable is not set: they would filter nothing.
func refuseEmpty(_ options: KeyValuePairs<String, String?>) throws {
    if let empty = options.first(where: { $0.value == "" }) { throw ValidationError("\(empty.key) must not be empty.") }
}
