import DirectorySync

/// Everything there is, listed into the staging tables: directories first, then each with what is in it, side by side.
final class FullListing {
    let store: MirrorStore
    let client: Client
    let settings: MirrorSettings
    let overallPace: Pace
    /// A group's users are asked for with its directory, by which the library counts them. No documentation says that
    /// both may be given: where the API refuses it, the group has to do.
    var namesDirectories = true
    private let loop: WorkLoop
    private var directoryCount = 0
    private let directories: RecordWriter
    private let groups: RecordWriter
    private let users: RecordWriter
    private let addMembership: PairWriter

    /// When the staging tables are there.
    init(_ store: MirrorStore, _ client: Client, _ settings: MirrorSettings, _ loop: WorkLoop) throws {
        self.store = store
        self.client = client
        self.settings = settings
        self.loop = loop
        overallPace = Pace(rate: settings.rates.overall)
        directories = try RecordWriter(store.db, .directories, into: "staging_directories")
        groups = try RecordWriter(store.db, .groups, into: "staging_groups")
        users = try RecordWriter(store.db, .users, into: "staging_users")
        addMembership = try PairWriter(
            store.db, "INSERT OR IGNORE INTO staging_memberships (group_id, user_id) VALUES (?, ?)")
    }

    /// Until all of it is there. Throws `.incomplete` where some directories could not be listed.
    func run() throws {
        if try store.isListingOpen(.directories, of: "") { try listDirectories() }
        let ids = try store.rows("SELECT id FROM staging_directories ORDER BY id").map { $0["id"] as String }
        directoryCount = ids.count
        let pipelines = ids.map { DirectoryPipeline($0, self) }
        try loop.run(pipelines)
        try store.commit()
        let failures = pipelines.compactMap { pipeline in pipeline.failure.map { (pipeline.directory, $0) } }
        guard let first = failures.first else { return }
        // A key that is refused is refused for all of them: say it plainly.
        if first.1.status == .authentication { throw first.1 }
        throw MirrorError.incomplete(
            "\(failures.count) of \(ids.count) directories could not be listed, and nothing was changed; "
                + "the next run goes on from here; \(first.0): \(first.1.message)")
    }

    private func listDirectories() throws {
        // From the start, whatever an earlier run had: there are few, and they come first.
        try store.begin()
        try store.run("DELETE FROM staging_directories")
        let fetch = Fetch(
            try PageSource(client.listDirectories(DirectoryQuery(paging: Paging(order: .asc))))
        ) { [self] record in
            try store.begin()
            try directories.write(record)
        }
        try loop.run([fetch])
        try fetch.check()
        try store.begin()
        for kind in [ListingKind.groups, .users, .memberships] {
            try store.run(
                """
                INSERT OR IGNORE INTO staging_listings (kind, id, directory_id)
                SELECT ?, id, id FROM staging_directories
                """, [kind.rawValue])
        }
        try store.finishListing(.directories, of: "")
        try store.commit()
    }

    // MARK: - For the pipelines

    /// Decided once the directory's groups and users are known, and kept for the runs that go on with it.
    func strategy(for directory: String) throws -> MembershipStrategy {
        let open = try store.openListings(.memberships, in: directory).first
        if let kept = open?.cursor.flatMap(MembershipStrategy.init) { return kept }
        let strategy = settings.memberships.resolved(
            groups: try store.count("SELECT count(*) FROM staging_groups WHERE directory_id = ?", [directory]),
            users: try store.count("SELECT count(*) FROM staging_users WHERE directory_id = ?", [directory]),
            settings.rates, directories: directoryCount)
        try store.begin()
        try store.setListingCursor(.memberships, of: directory, strategy.rawValue)
        if strategy != .records {
            try store.addMemberListings(strategy == .users ? .userGroups : .members, in: directory)
        }
        return strategy
    }

    /// Oldest first, so that what is created meanwhile comes at the end, and ids ascend into the tables.
    func source(
        _ kind: ListingKind, of id: String, in directory: String, from cursor: String?
    ) throws -> PageSource {
        let paging = Paging(after: cursor, order: .asc)
        return switch kind {
        case .directories: try PageSource(client.listDirectories(DirectoryQuery(paging: paging)))
        case .users, .memberships: try PageSource(client.listUsers(UserQuery(directory: id, paging: paging)))
        case .members:
            try PageSource(
                client.listUsers(UserQuery(directory: namesDirectories ? directory : nil, group: id, paging: paging)))
        case .groups: try PageSource(client.listGroups(GroupQuery(directory: id, paging: paging)))
        case .userGroups: try PageSource(client.listGroups(GroupQuery(user: id, paging: paging)))
        }
    }

    func stage(_ record: JSONText, _ kind: ListingKind, of id: String, in directory: String) throws {
        switch kind {
        case .directories, .memberships: try directories.write(record)
        case .groups: try groups.write(record, directory: directory)
        case .users:
            try users.write(record, directory: directory)
            if settings.memberships == .records { try stageGroups(of: record) }
        case .members: try addMembership.write(.text(id), .json(record.member("id")))
        case .userGroups: try addMembership.write(.json(record.member("id")), .text(id))
        }
    }

    private func stageGroups(of user: JSONText) throws {
        let id = user.member("id")
        try user.member("groups")?.forEachElement { group in
            try addMembership.write(.json(group.member("id")), .json(id))
        }
    }

    /// Forgets what came of a listing and begins it again.
    func restart(_ kind: ListingKind, of id: String) throws {
        try store.begin()
        switch kind {
        case .groups: try store.run("DELETE FROM staging_groups WHERE directory_id = ?", [id])
        case .users:
            try store.run(
                """
                DELETE FROM staging_memberships
                WHERE user_id IN (SELECT id FROM staging_users WHERE directory_id = ?)
                """, [id])
            try store.run("DELETE FROM staging_users WHERE directory_id = ?", [id])
        case .members: try store.run("DELETE FROM staging_memberships WHERE group_id = ?", [id])
        case .userGroups: try store.run("DELETE FROM staging_memberships WHERE user_id = ?", [id])
        case .directories, .memberships: break
        }
        try store.setListingCursor(kind, of: id, nil)
    }
}
