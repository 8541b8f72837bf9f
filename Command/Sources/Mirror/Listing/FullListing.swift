import WorkOSDirectorySync

/// Lists what is due: everything, or some directories. Each directory becomes the mirror's content as soon as it is
/// complete and the events have been followed beyond it.
final class FullListing {
    /// An interrupted listing that is older is begun anew.
    private static let oldest = 86_400.0
    /// A directory that cannot be listed is tried again after this time.
    private static let retryAfter = 300.0
    /// The first run holds on to what it has while so many directories fail for the network.
    private static let toleratedFailures = 3

    private let context: MirrorContext
    private let store: any Store
    private var works: [any Work] = []
    private var pipelines: [DirectoryPipeline] = []

    init(_ context: MirrorContext) {
        self.context = context
        store = context.store
    }

    // MARK: - What is due

    /// Everything, from now on.
    func begin(_ reason: String) throws {
        let now = Value(Moment.now)
        try store.transaction {
            let isFirst = try store.state().listedAt == nil
            try store.script(Schema.dropStaging + Schema.staging(ofFirstRun: isFirst))
            try store.execute(
                "INSERT INTO staging_generation (id, started_at, reason) VALUES (1, ?1, ?2)", [now, .text(reason)])
            try store.execute("UPDATE mirror_state SET events_since = ?1 WHERE event_cursor IS NULL", [now])
            // One that is set while this listing runs is for the next one.
            try store.execute("UPDATE mirror_state SET listing_due = NULL")
        }
    }

    /// Nil: none is under way.
    func reason() throws -> String? { try store.row("SELECT reason FROM staging_generation")?.text("reason") }

    func isOld() throws -> Bool {
        guard let startedAt = try store.row("SELECT started_at FROM staging_generation")?.moment("started_at") else {
            return false
        }
        let age = Moment.now.since(startedAt)
        return age > Self.oldest || age < 0
    }

    // MARK: - Listing

    /// Finds out which directories are to be listed. False where there is nothing to do.
    func prepare() throws -> Bool {
        if let generation = try store.row("SELECT * FROM staging_generation"),
            generation.text("directories_listed_at") == nil
        {
            try listDirectories()
        }
        try beginOldOnesAnew()
        try addDueDirectories()
        let now = Moment.now
        let pause = context.settings.watches ? Self.retryAfter : 0
        let open = try store.query(
            """
            SELECT s.directory_id FROM staging_directory_listings s LEFT JOIN directory_states d USING (directory_id)
            WHERE s.finished_at IS NULL AND (d.problem_at IS NULL OR d.problem_at < ?1 OR d.problem_at > ?2
                OR EXISTS (SELECT 1 FROM staging_generation g WHERE g.started_at > d.problem_at))
            """, [Value(now.advanced(seconds: -pause)), Value(now)])
        let ids = open.compactMap { $0.text("directory_id") }
        pipelines = ids.map { DirectoryPipeline($0, context, siblings: ids.count) }
        works = pipelines
        return try !works.isEmpty || reason() != nil
    }

    /// Held or interrupted a day ago: who knows what is true of it by now.
    private func beginOldOnesAnew() throws {
        let now = Moment.now
        let old = try store.query(
            "SELECT directory_id FROM staging_directory_listings WHERE started_at < ?1 OR started_at > ?2",
            [Value(now.advanced(seconds: -Self.oldest)), Value(now)]
        ).compactMap { $0.text("directory_id") }
        guard !old.isEmpty, try reason() == nil else { return }
        try store.transaction {
            for id in old {
                try store.clearListing(of: id, withRecord: true)
                try store.requireListing(of: id, "its listing was not finished within a day")
            }
        }
    }

    private func listDirectories() throws {
        let pages = try context.pages(
            context.client.listDirectories(
                DirectoryQuery(organizationID: context.settings.scope.organization, paging: Paging(order: .asc))))
        try store.transaction {
            for page in pages { try stage(page) }
            // What is neither here nor listed any more is nobody's trouble.
            try store.execute(
                """
                DELETE FROM directory_states AS s WHERE NOT EXISTS (SELECT 1 FROM directories WHERE id = s.directory_id)
                AND NOT EXISTS (SELECT 1 FROM staging_directories WHERE id = s.directory_id)
                """)
        }
        try removeDeleted()
        try addUnlisted()
        try store.transaction {
            let now = Moment.now
            for row in try store.query("SELECT id FROM staging_directories") {
                if let id = row.text("id") { try store.beginListing(of: id, now) }
            }
            try store.execute("UPDATE staging_generation SET directories_listed_at = ?1", [Value(now)])
        }
    }

    private func stage(_ page: Page) throws {
        let table = RecordTable.directories
        let columns = table.columnNames.joined(separator: ", ")
        try store.execute(
            """
            INSERT INTO staging_directories (\(columns)) SELECT \(columns)
            FROM (\(table.rows(of: "?1", directory: "''", store.dialect(for: page)))) WHERE id <> ''
            \(table.onConflict)
            """, [], page: page)
    }

    /// A replica that lags lists what was deleted. Ids are never used twice: the service is asked whether it is there.
    private func removeDeleted() throws {
        let deleted = try store.query(
            "SELECT id FROM staging_directories WHERE id IN (SELECT id FROM deleted_records)"
        ).compactMap { $0.text("id") }
        let inquiries = Inquiries(context)
        for id in deleted { _ = inquiries.answer(.directory(id)) }
        try inquiries.ask()
        try store.transaction {
            for id in deleted {
                if case .record = inquiries.answer(.directory(id)) {
                    try store.forgetDeletion(id)
                } else {
                    try store.execute("DELETE FROM staging_directories WHERE id = ?1", [.text(id)])
                }
            }
        }
    }

    /// A directory that is here and not among those that were listed is asked for by its id.
    private func addUnlisted() throws {
        let unlisted = try unlistedDirectories(since: nil)
        let inquiries = Inquiries(context)
        for id in unlisted { _ = inquiries.answer(.directory(id)) }
        try inquiries.ask()
        try store.transaction {
            for id in unlisted {
                switch inquiries.answer(.directory(id)) {
                case .record(let record): try stage(record)
                case .failed(let error): try store.setProblem(of: id, error.message, .now)
                default: break
                }
            }
        }
    }

    /// - Parameter startedAt: when the listing under way began, whose complete directories are adopted already.
    private func unlistedDirectories(since startedAt: Value) throws -> [String] {
        try store.query(
            """
            SELECT id FROM directories d WHERE NOT EXISTS (SELECT 1 FROM staging_directories s WHERE s.id = d.id)
            AND NOT EXISTS (SELECT 1 FROM directory_states s WHERE s.directory_id = d.id AND s.listed_at >= ?1)
            """, [startedAt]
        ).compactMap { $0.text("id") }
    }

    /// Those that an event, or an earlier failure, marked.
    private func addDueDirectories() throws {
        let pause = context.settings.watches ? Self.retryAfter : 0
        let due = try store.query(
            """
            SELECT directory_id FROM directory_states d WHERE (listing_due IS NOT NULL OR problem IS NOT NULL)
            AND (problem_at IS NULL OR problem_at < ?1) AND NOT EXISTS
                (SELECT 1 FROM staging_directory_listings s WHERE s.directory_id = d.directory_id AND finished_at IS NULL)
            """, [Value(Moment.now.advanced(seconds: -pause))]
        ).compactMap { $0.text("directory_id") }
        guard !due.isEmpty else { return }
        let inquiries = Inquiries(context)
        for id in due { _ = inquiries.answer(.directory(id)) }
        try inquiries.ask()
        try store.transaction {
            for id in due {
                switch inquiries.answer(.directory(id)) {
                case .record(let record):
                    try stage(record)
                    try store.beginListing(of: id, .now)
                case .missing: try removeUnlessHeld(id)
                case .failed(let error): try store.setProblem(of: id, error.message, .now)
                case .groups, nil: break
                }
            }
        }
    }

    /// Until everything is listed, or until `end`. True: everything is.
    func run(until end: Double = .infinity) throws -> Bool {
        try context.loop.run(&works, until: end)
        var networkFailures = 0
        for pipeline in pipelines {
            guard case .failed(_, let error?) = pipeline.outcome else { continue }
            // A key that is refused is refused for all of them.
            if error.status == .authentication { throw error }
            if [.network, .tls, .timeout].contains(error.status) { networkFailures += 1 }
            if networkFailures > Self.toleratedFailures, !pipelines.contains(where: { $0.isComplete }) { throw error }
        }
        return works.isEmpty
    }

    /// The directories that are complete and not adopted yet.
    func complete(withHeld: Bool = true) throws -> [String] {
        try store.query(
            """
            SELECT directory_id, held FROM staging_directory_listings LEFT JOIN directory_states USING (directory_id)
            WHERE finished_at IS NOT NULL
            """
        ).compactMap { withHeld || $0.text("held") == nil ? $0.text("directory_id") : nil }
    }

    /// What failed in this run, the number of all that were tried beside it.
    var failures: [(directory: String, text: String, error: APIError?)] {
        pipelines.compactMap { pipeline in
            if case .failed(let text, let error) = pipeline.outcome { (pipeline.directory, text, error) } else { nil }
        }
    }
    var directoryCount: Int { pipelines.count }

    // MARK: - The end

    /// Everything was tried: what is not listed is named in `directory_states`.
    func finish() throws {
        for pipeline in pipelines where pipeline.isGone {
            try store.transaction { try removeUnlessHeld(pipeline.directory) }
        }
        guard let generation = try store.row("SELECT * FROM staging_generation") else { return }
        let startedAt = Value(generation.text("started_at"))
        try removeMissing(since: startedAt)
        try store.transaction {
            try store.execute(
                "UPDATE mirror_state SET listed_at = ?1, listed_event_at = ?1", [startedAt])
            try store.execute("DELETE FROM staging_generation")
            try store.execute(
                """
                DELETE FROM staging_directories WHERE NOT EXISTS
                (SELECT 1 FROM staging_directory_listings l WHERE l.directory_id = staging_directories.id)
                """)
        }
    }
}

extension FullListing {
    /// Directories that are not among those that were listed, and that the service does not know by their ids either.
    private func removeMissing(since startedAt: Value) throws {
        let unlisted = try unlistedDirectories(since: startedAt)
        let inquiries = Inquiries(context)
        for id in unlisted { _ = inquiries.answer(.directory(id)) }
        try inquiries.ask()
        let missing = unlisted.filter { if case .missing? = inquiries.answer(.directory($0)) { true } else { false } }
        guard !missing.isEmpty else { return }
        let isEverything = try store.count("SELECT count(*) FROM directories") == missing.count
        try store.transaction {
            for id in missing {
                if isEverything, !context.settings.confirmsRemoval {
                    try holdEverything(id)
                } else {
                    try removeUnlessHeld(id)
                }
            }
        }
    }

    /// An event told that it goes, and `--max-event-removal` holds that.
    private func removeUnlessHeld(_ id: String) throws {
        guard try !store.isDeletionHeld(of: id) else { return }
        try store.removeMissingDirectory(id)
    }

    /// That all of them go at once without an event is another environment, or an accident.
    private func holdEverything(_ id: String) throws {
        let text =
            "the API lists none of the directories that are here, and no event told that they were deleted. "
            + "Nothing was removed. If they should go, run again with --confirm-removal"
        try store.execute(
            """
            INSERT INTO directory_states (directory_id, held, held_at) VALUES (?1, ?2, ?3)
            ON CONFLICT (directory_id) DO UPDATE SET held = excluded.held, held_at = excluded.held_at
            """, [.text(id), .text(text), Value(Moment.now)])
    }
}

extension DirectoryPipeline {
    fileprivate var isComplete: Bool { if case .complete = outcome { true } else { false } }
    fileprivate var isGone: Bool { if case .gone = outcome { true } else { false } }
}

extension Store {
    /// The service answers 404 for it.
    func removeMissingDirectory(_ id: String) throws {
        if try has(.directories, id) {
            try removeDirectory(id, Cause(source: Cause.reconciliation, changedAt: .now))
            try rememberDeletion(id, "directory", in: id, .now)
        }
        try clearListing(of: id, withRecord: true)
        try execute("DELETE FROM directory_states WHERE directory_id = ?1", [.text(id)])
    }
}
