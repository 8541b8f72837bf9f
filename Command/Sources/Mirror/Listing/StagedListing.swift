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
            try stage(page)
            isUnprovenResumption = false
            if let cursor { try store.setCursor(cursor, of: listing) }
            return .page
        case .end:
            try store.begin()
            if listing.listsMembers, !isAllNew { try store.stageMemberships(seenIn: listing) }
            try store.finish(listing)
            source.close()
            return .end
        }
    }

    private func stage(_ page: Page) throws {
        if isAllNew { return try store.stageNewMemberships(page, in: listing) }
        try store.markSeen(page, in: listing)
        switch listing.kind {
        case .groups: try store.stageDifferences(page, .groups, in: listing.directory)
        case .users:
            try store.stageDifferences(page, .users, in: listing.directory)
            if readsMemberships { try store.stageMemberships(namedIn: page, in: listing.directory) }
        case .members, .userGroups, .memberships: break
        }
    }
}
