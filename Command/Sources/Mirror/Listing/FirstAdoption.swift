/// Makes the first listing the mirror's content.
struct FirstAdoption {
    private let store: any Store

    init(_ store: any Store) { self.store = store }

    func run() throws { try store.adoptFirstListing { try noteContent() } }

    /// `changes` begins with one row for each directory, and is complete from then on.
    private func noteContent() throws {
        let cause = Cause(source: Cause.firstRun, changedAt: .now)
        try store.log(.directories, "snapshot", where: "true", cause)
        try store.execute(
            """
            INSERT INTO directory_states (directory_id, listed_at, members_listed_at)
            SELECT directory_id, started_at, finished_at FROM staging_directory_listings WHERE finished_at IS NOT NULL
            ON CONFLICT (directory_id) DO UPDATE SET listed_at = excluded.listed_at,
                members_listed_at = excluded.members_listed_at, problem = NULL, problem_at = NULL
            """)
        try forgetListings()
        try store.execute("DELETE FROM staging_directory_listings WHERE finished_at IS NOT NULL")
        try store.execute(
            """
            UPDATE mirror_state SET (listed_at, listed_event_at) = (SELECT started_at, started_at FROM staging_generation)
            """)
    }

    private func forgetListings() throws {
        let open = "SELECT 1 FROM staging_directory_listings WHERE finished_at IS NULL"
        guard try store.exists(open) else {
            // Without a condition SQLite drops the pages without reading rows.
            try store.execute("DELETE FROM staging_seen")
            try store.execute("DELETE FROM staging_listings")
            return
        }
        for (table, column) in [("seen", "abs(listing)"), ("listings", "number")] {
            try store.execute(
                """
                DELETE FROM staging_\(table) WHERE \(column) IN (SELECT number FROM staging_listings
                    JOIN staging_directory_listings USING (directory_id) WHERE finished_at IS NOT NULL)
                """)
        }
    }
}
