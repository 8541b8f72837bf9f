import WorkOSDirectorySync

/// One listing that is written to the staging tables.
final class StagedListing {
    /// What `advance` did: stored a page, or found that it has to wait or that the list has ended.
    enum Progress {
        case page
        case pending
        case end
    }

    let listing: OpenListing
    let source: PageSource
    /// Whether it resumes an earlier run's listing, and no page has arrived since.
    private(set) var isUnprovenResumption: Bool
    private let store: any Store
    private let readsMemberships: Bool
    /// Whether there are no memberships to compare with, so that all are new.
    private let isAllNew: Bool

    init(_ listing: OpenListing, _ source: PageSource, _ context: MirrorContext) throws {
        self.listing = listing
        self.source = source
        store = context.store
        readsMemberships = context.settings.memberships == .records
        isUnprovenResumption = listing.cursor != nil
        isAllNew = try listing.listsMembers && store.isAllNew(listing)
    }

    /// Stores a page and its next cursor.
    func advance() throws -> Progress {
        switch try source.next() {
        case .pending: return .pending
        case .page(let page, let cursor):
            try store.begin()
            try stage(page, cursor)
            isUnprovenResumption = false
            return .page
        case .end:
            try store.begin()
            if listing.listsMembers, !isAllNew { try store.stageMemberships(seenIn: listing) }
            try store.finish(listing)
            source.close()
            return .end
        }
    }

    private func stage(_ page: Page, _ cursor: String?) throws {
        let (page, leftOut) = page.separated(longestID: store.longestID)
        for id in leftOut { try store.noteLeftOut(id, listing.kind.recordName, in: listing.directory) }
        if page.lacksIdentifier {
            throw MirrorError.unusableAnswer(
                "the API sent a \(listing.kind.recordName) of \(listing.id) whose id cannot be used")
        }
        let byStatements = { [store, listing, isAllNew] in
            try isAllNew ? store.stageNewMemberships(page, in: listing) : store.stage(page, in: listing)
        }
        let isPlain = listing.listsMembers ? isAllNew : !readsMemberships
        if isPlain, try store.stageFirst(page, of: listing, cursor: cursor, byStatements) { return }
        try byStatements()
        if listing.kind == .users, readsMemberships {
            try store.stageMemberships(namedIn: page, in: listing.directory)
        }
        if let cursor { try store.setCursor(cursor, of: listing) }
    }
}
