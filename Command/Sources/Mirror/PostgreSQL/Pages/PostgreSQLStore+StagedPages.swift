/// Sends the pages of the first listing with COPY, and several at once. Whether the users and groups of memberships exist
/// is checked at the end.
extension PostgreSQLStore {
    private func isFirstListing() throws -> Bool {
        if let isFirst { return isFirst }
        let found = try state().listedAt == nil
        isFirst = found
        return found
    }

    func stageFirst(
        _ page: Page, of listing: OpenListing, cursor: String?, _ byStatements: @escaping () throws -> Void
    ) throws -> Bool {
        guard scope == .everything, try isFirstListing() else { return false }
        stagedPages.append(StagedPages.Entry(page: page, listing: listing, byStatements: byStatements), cursor)
        if stagedPages.isFull { try sendStagedPages() }
        return true
    }

    /// Before any other statement.
    func sendStagedPages() throws {
        guard !stagedPages.isEmpty else { return }
        let pages = stagedPages
        stagedPages = StagedPages()
        try script("SAVEPOINT pages")
        do {
            for rows in pages.rows { try copy(rows) }
        } catch is ConstraintViolation {
            try script("ROLLBACK TO SAVEPOINT pages")
            for entry in pages.entries { try entry.byStatements() }
        }
        let cursors = pages.cursors.map { "(\($0), \(quoted($1, "'")))" }.joined(separator: ", ")
        let update = """
            UPDATE staging_listings AS l SET cursor = c.cursor FROM (VALUES \(cursors)) AS c (number, cursor)
            WHERE l.number = c.number;
            """
        try script((pages.cursors.isEmpty ? "" : update) + "RELEASE SAVEPOINT pages")
    }

    /// After the last page.
    func removeIncompleteMemberships() throws {
        try execute(
            """
            DELETE FROM staging_memberships AS m WHERE NOT EXISTS (SELECT 1 FROM staging_users AS u WHERE u.id = m.user_id)
            OR NOT EXISTS (SELECT 1 FROM staging_groups AS g WHERE g.id = m.group_id)
            """)
    }
}
