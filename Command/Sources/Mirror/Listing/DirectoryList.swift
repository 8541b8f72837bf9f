import WorkOSDirectorySync

/// Which directories there are. A list of them can lack one, or have one that was deleted: before it matters, the
/// service is asked about that one by its id.
struct DirectoryList {
    private let context: MirrorContext
    private let store: any Store

    init(_ context: MirrorContext) {
        self.context = context
        store = context.store
    }

    /// All that the API lists, each to be listed itself.
    func list() throws {
        let pages = try context.pages(
            context.client.listDirectories(
                DirectoryQuery(organizationID: context.settings.scope.organization, paging: Paging(order: .asc))))
        try store.transaction {
            try store.forgetLeftOut(of: "")
            for page in pages {
                let (usable, leftOut) = page.separated(longestID: store.longestID)
                for id in leftOut { try store.noteLeftOut(id, "directory", in: "") }
                try stage(usable)
            }
            // Removes states of directories that no longer exist.
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
            try store.beginListingOfStagedDirectories(now)
            try store.execute("UPDATE staging_generation SET directories_listed_at = ?1", [Value(now)])
        }
    }

    private func stage(_ page: Page) throws {
        let table = RecordTable.directories
        let columns = table.columnNames.joined(separator: ", ")
        try store.execute(
            """
            INSERT INTO staging_directories (\(columns)) SELECT \(columns)
            FROM (\(table.rows(of: "?1", directory: "''", store.dialect(for: page)))) AS s WHERE id <> ''
            \(table.onConflict)
            """, [], page: page)
    }

    /// A lagging replica lists deleted directories. Ids are never reused, so the service is asked whether they exist.
    private func removeDeleted() throws {
        let deleted = try store.query(
            "SELECT id FROM staging_directories WHERE id IN (SELECT id FROM deleted_records)"
        ).compactMap { $0.text("id") }
        let inquiries = try Inquiries(context, about: deleted)
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

    /// Requests a directory by id if it is here but was not listed.
    private func addUnlisted() throws {
        let unlisted = try unlistedDirectories(since: nil)
        let inquiries = try Inquiries(context, about: unlisted)
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

    /// - Parameter startedAt: the start of the current listing, whose complete directories are already adopted.
    private func unlistedDirectories(since startedAt: Value) throws -> [String] {
        try store.query(
            """
            SELECT id FROM directories d WHERE NOT EXISTS (SELECT 1 FROM staging_directories s WHERE s.id = d.id)
            AND NOT EXISTS (SELECT 1 FROM directory_states s WHERE s.directory_id = d.id AND s.listed_at >= ?1)
            """, [startedAt]
        ).compactMap { $0.text("id") }
    }

    /// Directories that were marked by an event or an earlier failure.
    /// - Parameter pause: seconds until one that could not be listed is tried again.
    func addDue(after pause: Double) throws {
        let due = try store.query(
            """
            SELECT directory_id FROM directory_states d WHERE (listing_due IS NOT NULL OR problem IS NOT NULL)
            AND (problem_at IS NULL OR problem_at < ?1) AND NOT EXISTS
                (SELECT 1 FROM staging_directory_listings s WHERE s.directory_id = d.directory_id AND finished_at IS NULL)
            """, [Value(Moment.now.advanced(seconds: -pause))]
        ).compactMap { $0.text("directory_id") }
        guard !due.isEmpty else { return }
        let inquiries = try Inquiries(context, about: due)
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

    // MARK: - Those that are gone

    /// Directories that were not listed and that the service does not find by id either.
    func removeMissing(since startedAt: Value) throws {
        let unlisted = try unlistedDirectories(since: startedAt)
        let inquiries = try Inquiries(context, about: unlisted)
        let missing = unlisted.filter { if case .missing? = inquiries.answer(.directory($0)) { true } else { false } }
        guard !missing.isEmpty else { return }
        let isEverything = try store.count("SELECT count(*) FROM directories") == missing.count
        try store.transaction {
            for id in missing {
                if isEverything, !context.settings.confirmsRemoval {
                    try store.hold(id, Self.everythingIsMissing, .now)
                } else {
                    try removeUnlessHeld(id)
                }
            }
        }
    }

    /// Whether `--max-event-removal` holds its deletion by an event.
    func removeUnlessHeld(_ id: String) throws {
        guard try !store.isDeletionHeld(of: id) else { return }
        try store.removeMissingDirectory(id)
    }

    /// All of them missing at once without an event means another environment, or an accident.
    private static let everythingIsMissing =
        "the API lists none of the directories that are here, and no event told that they were deleted. "
        + "Nothing was removed. If they should go, run again with --confirm-removal"
}

extension Store {
    /// The service responds with 404 for it.
    func removeMissingDirectory(_ id: String) throws {
        if try has(.directories, id) {
            try removeDirectory(id, Cause(source: Cause.reconciliation, changedAt: .now))
            try rememberDeletion(id, "directory", in: id, .now)
        }
        try clearListing(of: id, withRecord: true)
        try execute("DELETE FROM directory_states WHERE directory_id = ?1", [.text(id)])
    }
}
