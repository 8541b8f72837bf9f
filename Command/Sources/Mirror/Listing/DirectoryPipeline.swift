import DirectorySync

/// Lists one directory: its groups, its users, and who is in which group.
final class DirectoryPipeline: Work {
    private static let usersAtOnce = 8
    private static let pagesInOneTurn = 8

    let directory: String
    /// Why it could not be listed.
    private(set) var failure: APIError?
    /// It was there when the directories were listed, and is no more.
    private(set) var isGone = false

    private let listing: FullListing
    private var active: [StagedListing] = []
    private var confirmation: Fetch?
    /// How the users of the present group are asked for.
    private var groupHasDirectory = false
    /// Between two groups that are asked for without their directory: the library counts from the second page on.
    private let groupPace: Pace
    private(set) var wakesAt: Double?

    init(_ directory: String, _ listing: FullListing) {
        self.directory = directory
        self.listing = listing
        groupPace = Pace(rate: listing.settings.rates.users)
    }

    var descriptors: [Int32] { active.map(\.source.descriptor) + (confirmation?.descriptors ?? []) }

    func advance() throws -> Progress {
        wakesAt = nil
        if let confirmation { return try confirm(confirmation) }
        var pages = 0
        while pages < Self.pagesInOneTurn {
            let isFinished = try startMore()
            if isFinished, active.isEmpty { return .finished }
            let taken = try takePages()
            if let confirmation { return try confirm(confirmation) }
            if failure != nil { return .finished }
            if taken == 0 { return .waiting }
            pages += taken
        }
        return .ready
    }

    /// One page of each listing that has one. Their number, ends included.
    private func takePages() throws -> Int {
        var taken = 0
        for entry in active {
            do {
                let progress = try entry.advance()
                if entry.kind == .users || entry.kind == .members { groupPace.took(at: MonotonicClock.now) }
                if progress != .pending { taken += 1 }
                if progress == .end { remove(entry) }
            } catch let error as APIError {
                remove(entry)
                try recover(entry, error)
                taken += 1
                if failure != nil || confirmation != nil { break }
            }
        }
        return taken
    }

    private func remove(_ entry: StagedListing) {
        entry.source.close()
        active.removeAll { $0 === entry }
    }

    // MARK: - What to list next

    /// True where nothing is left to be started.
    private func startMore() throws -> Bool {
        let store = listing.store
        for kind in [ListingKind.groups, .users] where try store.isListingOpen(kind, of: directory) {
            if active.isEmpty, let open = try store.openListings(kind, in: directory).first {
                try start(kind, open.id, open.cursor)
            }
            return false
        }
        guard try store.isListingOpen(.memberships, of: directory) else { return true }
        let strategy = try listing.strategy(for: directory)
        let isDone =
            switch strategy {
            case .users: try startUsers()
            case .records: true
            case .groups, .automatic: try startGroup()
            }
        guard isDone, active.isEmpty else { return false }
        try store.begin()
        try store.finishListing(.memberships, of: directory)
        return true
    }

    private func startGroup() throws -> Bool {
        guard active.isEmpty else { return false }
        guard let next = try listing.store.openListings(.members, in: directory).first else { return true }
        let now = MonotonicClock.now
        let turn = groupPace.turn(now: now)
        guard turn <= now || listing.namesDirectories else {
            wakesAt = turn
            return false
        }
        groupPace.took(at: now)
        groupHasDirectory = listing.namesDirectories
        try start(.members, next.id, next.cursor)
        return false
    }

    private func startUsers() throws -> Bool {
        while active.count < Self.usersAtOnce {
            let last = active.map(\.id).max() ?? ""
            guard let next = try listing.store.openListings(.userGroups, in: directory, after: last).first else {
                return true
            }
            let now = MonotonicClock.now
            let turn = listing.overallPace.turn(now: now)
            guard turn <= now else {
                wakesAt = turn
                return false
            }
            listing.overallPace.took(at: now)
            try start(.userGroups, next.id, next.cursor)
        }
        return false
    }

    private func start(_ kind: ListingKind, _ id: String, _ cursor: String?) throws {
        let source = try listing.source(kind, of: id, in: directory, from: cursor)
        active.append(
            StagedListing(kind, of: id, from: cursor, source, listing.store) { [listing, directory] record in
                try listing.stage(record, kind, of: id, in: directory)
            })
    }

    // MARK: - What may go wrong

    private func recover(_ entry: StagedListing, _ error: APIError) throws {
        let isRefusal = error.status == .badRequest || error.status == .unprocessable || error.status == .notFound
        if isRefusal, entry.isUnprovenResumption {
            // The cursor that an earlier run left is not taken any more.
            try listing.restart(entry.kind, of: entry.id)
        } else if error.status == .notFound {
            try missing(entry, error)
        } else if isRefusal, entry.kind == .members, groupHasDirectory {
            listing.namesDirectories = false
            try listing.restart(entry.kind, of: entry.id)
        } else {
            failure = error
        }
    }

    /// What is listed no longer exists. For a directory that is asked about once more: much depends on it.
    private func missing(_ entry: StagedListing, _ error: APIError) throws {
        try listing.store.begin()
        switch entry.kind {
        case .members: try listing.store.unstageGroup(entry.id)
        case .userGroups: try listing.store.unstageUser(entry.id)
        default:
            failure = error
            confirmation = Fetch(try PageSource(listing.client.startDirectory(directory))) { _ in }
            return
        }
        try listing.store.finishListing(entry.kind, of: entry.id)
    }

    private func confirm(_ fetch: Fetch) throws -> Progress {
        guard case .finished = try fetch.advance() else { return .waiting }
        confirmation = nil
        if fetch.error?.status == .notFound {
            failure = nil
            isGone = true
            try listing.store.begin()
            try listing.store.unstageDirectory(directory)
        }
        return .finished
    }
}
