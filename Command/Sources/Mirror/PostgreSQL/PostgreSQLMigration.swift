/// Creates the tables in one transaction. The first version is the current one, so there is nothing to migrate yet.
enum PostgreSQLMigration {
    /// - Parameter store: its role must be allowed to create tables.
    static func run(_ store: PostgreSQLStore) throws {
        if try version(of: store) == Schema.version { return }
        do {
            try store.begin()
            // Two workers can start at the same time.
            try store.execute("SELECT pg_advisory_xact_lock(hashtext('workosds mirror ' || ?1))", [.text(store.schema)])
            switch try version(of: store) {
            case nil: try create(store)
            case Schema.version?: break
            case let version? where version > Schema.version: throw newer(store)
            case let version?:
                throw MirrorError.unusableFile("\(store.name) has tables of an unknown version \(version)")
            }
            try store.commit()
        } catch {
            store.rollback()
            throw error
        }
    }

    /// nil if the schema does not contain a mirror.
    static func version(of store: PostgreSQLStore) throws -> Int? {
        // to_regclass may not see a table that another worker has created since the transaction began.
        let table = """
            SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ?1 AND c.relname = 'mirror_lease'
            """
        guard try store.exists(table, [.text(store.address.schema)]) else { return nil }
        return try store.count("SELECT version FROM \(store.schema).mirror_lease")
    }

    static func newer(_ store: PostgreSQLStore) -> MirrorError {
        .unusableFile("\(store.name) was written by a newer version of workosds: use that one")
    }

    private static func create(_ store: PostgreSQLStore) throws {
        let others = try store.query(
            """
            SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(?1)
            AND relname IN ('directories', 'groups', 'users', 'memberships', 'changes', 'mirror_state')
            ORDER BY relname
            """, [.text(store.schema)]
        ).compactMap { $0.text("relname") }
        guard others.isEmpty else {
            throw MirrorError.unusableFile(
                "\(store.name) has tables of another program (\(others.joined(separator: ", "))). They were not changed: "
                    + "use another schema, ?schema=people")
        }
        if try !store.exists("SELECT 1 WHERE to_regnamespace(?1) IS NOT NULL", [.text(store.schema)]) {
            try store.script("CREATE SCHEMA \(store.schema)")
        }
        try store.script(
            functions + ChangeNumbers.definitions + PostgreSQLStore.words.translate(tables) + lease
                + WorkerLease.definitions)
    }

    /// Without foreign keys: events can arrive before the events about the records that they refer to.
    private static var tables: String {
        Schema.recordTables(prefix: "", references: nil) + Schema.recordIndices + Schema.changes + Schema.state
            + Schema.leftOut + Schema.memory + Schema.staging(ofFirstRun: false)
    }

    private static let lease = """
        CREATE TABLE mirror_lease (
            id bigint PRIMARY KEY CHECK (id = 1),
            version bigint NOT NULL,
            fence bigint NOT NULL DEFAULT 0,
            holder text,
            worker bigint,
            expires_at timestamptz
        );
        INSERT INTO mirror_lease (id, version) VALUES (1, \(Schema.version));
        """

    /// `workosds_time` converts every time format that the API has used to milliseconds since 1970; NULL if it is not a
    /// time.
    private static let functions = """
        CREATE FUNCTION workosds_time(text) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT AS $$
        DECLARE
            part text[] := regexp_match($1,
                '^(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d)(\\.\\d{1,9})?(Z|[+-]\\d\\d:?\\d\\d)?$');
        BEGIN
            IF part IS NULL THEN RETURN NULL; END IF;
            RETURN extract(epoch FROM (part[1] || 'T' || part[2] || replace(coalesce(part[4], 'Z'), 'Z', '+00'))::timestamptz)
                ::bigint * 1000 + rpad(substr(coalesce(part[3], '.0'), 2, 3), 3, '0')::bigint;
        EXCEPTION WHEN data_exception THEN
            RETURN NULL;
        END $$;

        """
}
