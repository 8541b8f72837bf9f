/// Pages of listings before there is any content, which are sent together with COPY.
struct StagedPages {
    /// More are sent at once.
    private static let mostBytes = 4 << 20

    struct Entry {
        let page: Page
        let listing: OpenListing
        let byStatements: () throws -> Void
    }

    private(set) var entries: [Entry] = []
    private var size = 0
    /// The next cursor of each listing.
    private(set) var cursors: [Int: String] = [:]

    var isEmpty: Bool { entries.isEmpty }
    var isFull: Bool { size > Self.mostBytes }

    mutating func append(_ entry: Entry, _ cursor: String?) {
        entries.append(entry)
        size += entry.page.bytes.count
        if let cursor { cursors[entry.listing.number] = cursor }
    }

    /// The rows of all pages.
    var rows: [CopyRows] {
        var tables: [CopyRows] = []
        for entry in entries {
            for part in Part.all(of: entry.listing) {
                let index = tables.firstIndex { $0.table == part.table }
                if index == nil {
                    tables.append(CopyRows(part.table, part.columns.map(\.name)))
                    tables[tables.count - 1].reserve(part.hasRecord ? size + size / 2 : size / 8)
                }
                part.append(entry.page.withoutNULs, to: &tables[index ?? tables.count - 1])
            }
        }
        for index in tables.indices { tables[index].end() }
        return tables
    }
}

/// What one table gets of a page.
private struct Part {
    enum Source {
        case text([UInt8])
        case number(Int)
        case sent(PageStatement.Column)
    }

    let table: String
    let columns: [(name: String, source: Source)]
    let leftOut: MemberNames

    var hasRecord: Bool { columns.contains { $0.name == "record" } }

    private static let identifier = Source.sent(.member(PageContent.identifier))

    static func all(of listing: OpenListing) -> [Part] {
        guard !listing.listsMembers else {
            let (own, other, _) = listing.columns
            let columns = [(own, Source.text(Array(listing.id.utf8))), (other, identifier)]
            return [Part(table: "staging_memberships", columns: columns, leftOut: MemberNames([]))]
        }
        let seen = [("listing", Source.number(listing.number)), ("id", identifier)]
        let table = listing.kind == .groups ? RecordTable.groups : .users
        return [
            Part(table: "staging_seen", columns: seen, leftOut: MemberNames([])),
            Part(
                table: "staging_\(table.name)", columns: table.columnNames.map { ($0, source($0, listing)) },
                leftOut: MemberNames(table.leftOut)),
        ]
    }

    private static func source(_ name: String, _ listing: OpenListing) -> Source {
        switch name {
        case "directory_id": .text(Array(listing.directory.utf8))
        case "record": .sent(.record)
        default: .sent(.member(PageContent.columns.firstIndex { $0.name == name } ?? PageContent.identifier))
        }
    }

    func append(_ page: Page, to rows: inout CopyRows) {
        var cursor = PageCursor(page.content, leftOut: leftOut)
        while !cursor.isAtEnd {
            rows.begin()
            for (_, source) in columns {
                switch source {
                case .text(let text): rows.append(text)
                case .number(let number): rows.append(number)
                case .sent(let column): rows.append(cursor, column)
                }
            }
            cursor.advance()
        }
    }
}
