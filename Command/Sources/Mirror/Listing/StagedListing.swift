import DirectorySync

/// One listing on its way into the staging tables.
final class StagedListing {
    let kind: ListingKind
    let id: String
    let source: PageSource
    /// It goes on where an earlier run ended, and no page has come since.
    private(set) var isUnprovenResumption: Bool
    private let store: MirrorStore
    private let write: (JSONText) throws -> Void

    init(
        _ kind: ListingKind, of id: String, from cursor: String?, _ source: PageSource, _ store: MirrorStore,
        _ write: @escaping (JSONText) throws -> Void
    ) {
        self.kind = kind
        self.id = id
        self.source = source
        self.store = store
        self.write = write
        isUnprovenResumption = cursor != nil
    }

    enum Progress {
        case page
        case pending
        case end
    }

    /// Takes a page, with the cursor behind it.
    func advance() throws -> Progress {
        let step = try source.next { page in
            try store.begin()
            try page.forEachElement(write)
        }
        switch step {
        case .pending: return .pending
        case .page(let cursor):
            isUnprovenResumption = false
            if let cursor { try store.setListingCursor(kind, of: id, cursor) }
            return .page
        case .end:
            try store.begin()
            try store.finishListing(kind, of: id)
            source.close()
            return .end
        }
    }
}
