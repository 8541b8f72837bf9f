/// Numbers `changes` without gaps, in the order in which commits become visible. During a transaction its rows have
/// negative numbers. Before the commit they get the next numbers, under a lock that is held until the commit.
enum ChangeNumbers {
    static let definitions = """
        CREATE SEQUENCE change_order;
        CREATE TABLE change_numbers (id bigint PRIMARY KEY CHECK (id = 1), last bigint NOT NULL DEFAULT 0);
        INSERT INTO change_numbers (id) VALUES (1);

        """

    /// Sends the last number on the channel `workosds_changes`.
    static let assign = """
        WITH own AS (SELECT id, row_number() OVER (ORDER BY id DESC) AS place FROM changes WHERE id < 0),
        counted AS (UPDATE change_numbers SET last = last + (SELECT count(*) FROM own)
            WHERE EXISTS (SELECT 1 FROM own) RETURNING last),
        numbered AS (UPDATE changes c SET id = counted.last - (SELECT count(*) FROM own) + own.place
            FROM own, counted WHERE c.id = own.id)
        SELECT pg_notify('workosds_changes', counted.last::text) FROM counted
        """
}
