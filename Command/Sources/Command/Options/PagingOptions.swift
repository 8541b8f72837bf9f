import ArgumentParser
import DirectorySync

extension Order: ExpressibleByArgument {}

/// Which part of a list, forwards.
struct PageOptions: ParsableArguments {
    @Option(help: "The page size, 1 to 100: how many records a request asks for. (default: 100)")
    var limit: Int?

    @Option(help: "Stop after this many records.")
    var maxItems: Int?

    @Option(help: ArgumentHelp("Go on after this cursor, as a run that was stopped names it.", valueName: "cursor"))
    var after: String?

    @Option(help: "By creation time: asc, oldest first, or desc.")
    var order: Order?

    func validate() throws {
        if let limit, !(1...100).contains(limit) {
            throw ValidationError("--limit is the page size, 1 to 100; --max-items limits how many records come.")
        }
        if let maxItems, maxItems < 1 { throw ValidationError("--max-items is at least 1.") }
        if after == "" { throw ValidationError("--after needs a cursor.") }
    }

    var paging: Paging { Paging(limit: limit, maxItems: maxItems, after: after, order: order) }
}

/// The same, and backwards.
struct PagingOptions: ParsableArguments {
    @OptionGroup var page: PageOptions

    @Option(help: ArgumentHelp("Page backwards from this cursor.", valueName: "cursor"))
    var before: String?

    func validate() throws {
        if page.after != nil, before != nil { throw ValidationError("Give --after or --before, not both.") }
        if before == "" { throw ValidationError("--before needs a cursor.") }
    }

    var paging: Paging {
        var paging = page.paging
        paging.before = before
        return paging
    }
}
