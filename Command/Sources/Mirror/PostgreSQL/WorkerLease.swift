/// A running worker, and its leases: one for each directory that it lists, in `staging_directory_listings.worker`. Its
/// number is their fencing number, which no other worker gets. They end when the worker gives no sign of life.
struct WorkerLease {
    static let definitions = """
        CREATE TABLE mirror_workers (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name text NOT NULL,
            expires_at timestamptz NOT NULL
        );
        ALTER TABLE staging_directory_listings ADD COLUMN worker bigint;

        """

    let number: Int
    /// Quoted, with a dot.
    let schema: String

    /// Removes workers that ended long ago.
    static let register = """
        WITH ended AS (DELETE FROM mirror_workers WHERE expires_at < clock_timestamp() - interval '1 h')
        INSERT INTO mirror_workers (name, expires_at) VALUES (?1, clock_timestamp() + interval '\(Lease.seconds) s')
        RETURNING number
        """

    /// Takes at most `?3` of the directories `?2`. One whose worker is in a transaction is locked and skipped.
    static let takeDirectories = """
        UPDATE staging_directory_listings SET worker = ?1 WHERE directory_id = ANY (ARRAY(
            SELECT directory_id FROM staging_directory_listings s
            WHERE finished_at IS NULL AND directory_id IN (SELECT jsonb_array_elements_text(?2::jsonb))
            AND (worker IS NULL OR worker = ?1 OR NOT EXISTS
                (SELECT 1 FROM mirror_workers w WHERE w.number = s.worker AND w.expires_at > clock_timestamp()))
            LIMIT ?3 FOR UPDATE SKIP LOCKED))
        RETURNING directory_id
        """

    static let endListing = """
        UPDATE staging_directory_listings SET worker = NULL WHERE directory_id = ?1 AND finished_at IS NULL
        """

    /// Who is alive, and which directories they list. Reads the tables in the order in which the worker with the lease
    /// locks them.
    static let list = """
        SELECT w.name, w.number IN (SELECT worker FROM mirror_lease WHERE expires_at > clock_timestamp()) AS leads,
            (SELECT count(*) FROM staging_directory_listings l WHERE l.worker = w.number AND l.finished_at IS NULL)
                AS directories
        FROM mirror_workers w WHERE w.expires_at > clock_timestamp() ORDER BY w.number
        """

    /// The rows of its leases.
    private var directories: String {
        "SELECT directory_id FROM \(schema)staging_directory_listings WHERE worker = \(number) AND finished_at IS NULL"
    }

    /// At the beginning of a transaction.
    /// - Parameter lead: returns the version, or no row if the worker must not write.
    func check(_ lead: String) -> String {
        """
        WITH lead AS (\(lead)), own AS (\(directories) FOR UPDATE)
        SELECT version, directory_id FROM lead LEFT JOIN own ON true
        """
    }

    var extend: String { extend(seconds: Double(Lease.seconds)) }

    /// - Parameter seconds: when other workers can have its directories.
    func extend(seconds: Double) -> String {
        """
        UPDATE \(schema)mirror_workers SET expires_at = clock_timestamp() + interval '\(seconds) s' WHERE number = \(number)
        """
    }

    /// The sign of life between transactions: what the worker has, and how many workers there are.
    /// - Parameter lead: another one to run with it.
    func sign(_ lead: String?) -> String {
        """
        WITH own AS (\(extend) RETURNING 1), lead AS (\(lead.map { "\($0) RETURNING 1" } ?? "SELECT 1"))
        SELECT (SELECT count(*) FROM own) AS is_known, (SELECT count(*) FROM lead) AS leads,
            (SELECT count(*) FROM (\(directories)) d) AS directories,
            (SELECT count(*) FROM \(schema)mirror_workers WHERE expires_at > clock_timestamp()) AS workers
        """
    }
}
