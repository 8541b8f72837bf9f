import WorkOSDirectorySync

/// Lists one directory: its groups, users and memberships.
final class DirectoryPipeline: Work {
    /// How the listing of the directory ended.
    enum Outcome {
        case complete
        /// It was deleted after the directories were listed.
        case gone
        /// Why it could not be listed.
        case failed(String, APIError?)
    }

    /// The object whose list got 404, which is checked by id.
    private struct Confirmation {
        let fetch: Fetch
        let listing: OpenListing
        let notFound: APIError
    }

    private static let usersAtOnce = 8
    private static let pagesInOneTurn = 8

    let directory: String
    private(set) var outcome: Outcome?

    private let context: MirrorContext
    private let store: any Store
    /// How many directories are listed concurrently, by this process.
    private let siblings: Int
    private var active: [StagedListing] = []
    /// The listings before the memberships that are not known to be complete.
    private var unlisted: [ListingKind] = [.groups, .users]
    private var memberships: (listing: OpenListing, strategy: MembershipStrategy)?
    private var confirmation: Confirmation?
    /// A group's users are requested with its directory too, by which the library limits the rate. It is not documented
    /// that both can be combined; if the API rejects it, only the group is used.
    private var namesDirectory = true

    init(_ directory: String, _ context: MirrorContext, siblings: Int) {
        self.directory = directory
        self.context = context
        store = context.store
        self.siblings = siblings
    }

    var descriptors: [Int32] { active.flatMap(\.source.descriptors) + (confirmation?.fetch.descriptors ?? []) }
    var wakesAt: Double? {
        (active.compactMap(\.source.wakesAt) + [confirmation?.fetch.wakesAt].compactMap { $0 }).min()
    }

    func advance() throws -> Progress {
        do {
            if let confirmation, try !confirm(confirmation) { return .waiting }
            if outcome != nil { return .finished }
            var pages = 0
            while pages < Self.pagesInOneTurn {
                let isFinished = try startMore()
                if isFinished, active.isEmpty { return try end(.complete) }
                let taken = try takePages()
                if outcome != nil { return .finished }
                if confirmation != nil { return .ready }
                if taken == 0 { return .waiting }
                pages += taken
            }
            return .ready
        } catch MirrorError.unusableAnswer(let text) {
            return try end(.failed(text, nil))
        } catch let error as APIError {
            // Its id cannot be used in a path.
            return try end(.failed(error.message, error))
        }
    }

    private func end(_ outcome: Outcome) throws -> Progress {
        for entry in active { entry.source.close() }
        active = []
        try store.begin()
        self.outcome = outcome
        switch outcome {
        case .complete: try store.finishListing(of: directory, .now)
        case .gone: try store.clearListing(of: directory, withRecord: true)
        case .failed(let text, _): try store.setProblem(of: directory, text, .now)
        }
        try store.share?.endListing(of: directory)
        return .finished
    }

    /// Takes one page of each listing that has one. Returns their number, including ends.
    private func takePages() throws -> Int {
        var taken = 0
        for entry in active {
            do {
                let progress = try entry.advance()
                if progress != .pending { taken += 1 }
                if progress == .end {
                    remove(entry)
                    if entry.listing.kind == unlisted.first { unlisted.removeFirst() }
                }
            } catch let error as APIError {
                remove(entry)
                try recover(entry, error)
                taken += 1
                if outcome != nil || confirmation != nil { break }
            }
        }
        return taken
    }

    private func remove(_ entry: StagedListing) {
        entry.source.close()
        active.removeAll { $0 === entry }
    }

    // MARK: - Next listings

    /// True if no listing is left to start.
    private func startMore() throws -> Bool {
        // Some listings of a user's groups run concurrently, all others alone.
        if let first = active.first, first.listing.kind != .userGroups || active.count == Self.usersAtOnce {
            return false
        }
        while let kind = unlisted.first {
            if let open = try store.openListing(kind, in: directory) {
                try start(open)
                return false
            }
            unlisted.removeFirst()
        }
        guard let (listing, strategy) = try memberships ?? findMemberships() else { return true }
        memberships = (listing, strategy)
        let isDone =
            switch strategy {
            case .users: try startUsers()
            case .records: true
            case .groups, .automatic: try startGroup()
            }
        guard isDone, active.isEmpty else { return false }
        try store.begin()
        try store.finish(listing)
        return true
    }

    private func findMemberships() throws -> (OpenListing, MembershipStrategy)? {
        guard let open = try store.openListing(.memberships, in: directory) else { return nil }
        return (open, try strategy(open))
    }

    /// Decided when the groups and users are known, and stored for runs that resume the listing.
    private func strategy(_ open: OpenListing) throws -> MembershipStrategy {
        if let kept = open.cursor.flatMap(MembershipStrategy.init) { return kept }
        let strategy = try context.settings.memberships.resolved(
            groups: store.seenCount(.groups, of: directory), users: store.seenCount(.users, of: directory),
            RequestRates(users: context.settings.rates.users, overall: context.pace.shared), directories: siblings)
        try store.begin()
        try store.setCursor(strategy.rawValue, of: open)
        if strategy != .records {
            try store.addMemberListings(strategy == .users ? .userGroups : .members, in: directory)
        }
        return strategy
    }

    private func startGroup() throws -> Bool {
        guard active.isEmpty else { return false }
        guard let next = try store.openListing(.members, in: directory) else { return true }
        try start(next)
        return false
    }

    private func startUsers() throws -> Bool {
        while active.count < Self.usersAtOnce {
            let last = active.map(\.listing.id).max() ?? ""
            guard let next = try store.openListing(.userGroups, in: directory, after: last) else { return true }
            try start(next)
        }
        return false
    }

    private func start(_ listing: OpenListing) throws {
        active.append(try StagedListing(listing, try source(listing), context))
    }

    /// Oldest first, so that new records are at the end, and ids are inserted in ascending order.
    private func source(_ listing: OpenListing) throws -> PageSource {
        let paging = Paging(after: listing.cursor, order: .asc)
        let client = context.client
        return switch listing.kind {
        case .users, .memberships: try context.source(client.listUsers(UserQuery(directory: directory, paging: paging)))
        case .members:
            try context.source(
                client.listUsers(
                    UserQuery(directory: namesDirectory ? directory : nil, group: listing.id, paging: paging)))
        case .groups: try context.source(client.listGroups(GroupQuery(directory: directory, paging: paging)))
        case .userGroups: try context.source(client.listGroups(GroupQuery(user: listing.id, paging: paging)))
        }
    }

    // MARK: - Errors

    private func recover(_ entry: StagedListing, _ error: APIError) throws {
        let isRefusal = error.status == .badRequest || error.status == .unprocessable || error.status == .notFound
        if isRefusal, entry.isUnprovenResumption {
            // The API no longer accepts the cursor of an earlier run.
            try store.begin()
            try store.restart(entry.listing)
        } else if error.status == .notFound {
            try missing(entry, error)
        } else if isRefusal, entry.listing.kind == .members, namesDirectory {
            namesDirectory = false
            try store.begin()
            try store.restart(entry.listing)
        } else {
            _ = try end(.failed(error.message, error))
        }
    }

    /// Determines whether the object no longer exists, or only its cursor is rejected.
    private func missing(_ entry: StagedListing, _ error: APIError) throws {
        let subject: Subject =
            switch entry.listing.kind {
            case .members: .group(entry.listing.id)
            case .userGroups: .user(entry.listing.id)
            case .groups, .users, .memberships: .directory(directory)
            }
        confirmation = Confirmation(
            fetch: Fetch(try context.source(subject)), listing: entry.listing, notFound: error)
    }

    /// Returns false until there is an answer.
    private func confirm(_ confirmation: Confirmation) throws -> Bool {
        guard case .finished = try confirmation.fetch.advance() else { return false }
        self.confirmation = nil
        let listing = confirmation.listing
        guard confirmation.fetch.error?.status == .notFound else {
            _ = try end(.failed(confirmation.notFound.message, confirmation.notFound))
            return true
        }
        guard listing.listsMembers else {
            _ = try end(.gone)
            return true
        }
        // A group or user was deleted in the meantime. An event or the next listing will report it.
        try store.begin()
        try store.execute("DELETE FROM staging_seen WHERE listing = ?1", [Value(listing.number)])
        try store.finish(listing)
        return true
    }
}
