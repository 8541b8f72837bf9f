/// Divides a listing among the processes that share a database. Each directory is listed by one of them at a time.
protocol ListingShare: AnyObject {
    /// Takes this process's part of the directories that no other process lists.
    /// - Parameters:
    ///   - open: the directories that this process does not list and that are not listed completely.
    ///   - own: the number of directories that it lists already.
    func takeDirectories(from open: [String], own: Int) throws -> [String]

    /// The process has stopped listing the directory. Within the transaction that stores the outcome.
    func endListing(of directory: String) throws
}

extension Store {
    /// The directories with an unfinished listing, except those that failed within the last `pause` seconds.
    func openDirectories(retriedAfter pause: Double) throws -> [String] {
        let now = Moment.now
        return try query(
            """
            SELECT s.directory_id FROM staging_directory_listings s LEFT JOIN directory_states d USING (directory_id)
            WHERE s.finished_at IS NULL AND (d.problem_at IS NULL OR d.problem_at < ?1 OR d.problem_at > ?2
                OR EXISTS (SELECT 1 FROM staging_generation g WHERE g.started_at > d.problem_at))
            """, [Value(now.advanced(seconds: -pause)), Value(now)]
        ).compactMap { $0.text("directory_id") }
    }

    /// The directories that the first listing does not have completely.
    func incompleteDirectories() throws -> [String] {
        try query("SELECT directory_id FROM staging_directory_listings WHERE finished_at IS NULL")
            .compactMap { $0.text("directory_id") }
    }
}
