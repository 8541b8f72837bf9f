/// An error of the server or of libpq. It does not contain the statement and its arguments, which are personal data.
struct PostgreSQLError: StoreError {
    /// SQLSTATE; empty if the connection failed.
    let code: String
    let message: String
    let database: String

    private var kind: Substring { code.prefix(2) }

    /// The connection failed or was closed.
    var isDisconnection: Bool { code.isEmpty || kind == "08" || ["57P01", "57P02", "57P03", "25P03"].contains(code) }
    /// The row cannot be stored.
    var isConstraint: Bool { ["22", "23", "54"].contains(kind) }
    var isCancellation: Bool { code == "57014" }
    var isLockTimeout: Bool { code == "55P03" }

    var isPassing: Bool {
        isDisconnection || ["40", "53", "55", "58"].contains(kind) || code == "25006"
    }

    var description: String {
        // libpq ends some sentences with a full stop.
        let sentence = message.hasSuffix(".") ? message.dropLast() : message[...]
        let text = "\(database): \(sentence)"
        let known = code.isEmpty ? text : "\(text) (SQLSTATE \(code))"
        return hint.map { "\(known). \($0)" } ?? known
    }

    private var hint: String? {
        switch code {
        case "25006":
            "The server is a replica, or read-only: name the primary, or several hosts with "
                + "target_session_attrs=read-write"
        case "42501": "Grant the role CREATE on the schema, or on the database if the schema does not exist"
        case "42P01", "42703", "42883":
            "The tables were changed by another program: drop the schema and run again"
        case "53100": "The disk of the server is full. Committed data is kept"
        case "53300": "The server has no connection left: raise max_connections, or use a pooler"
        case "" where message.contains("password"):
            "The password is read from PGPASSWORD, ~/.pgpass or a service file"
        case "", "57P01", "57P02", "57P03": "The next run continues where this one ended"
        default: nil
        }
    }
}

/// Another worker has the lease by now.
struct LeaseLost: StoreError {
    let database: String
    var isPassing: Bool { true }
    var needsNoPause: Bool { true }
    var description: String {
        "\(database): another worker took over while this one was paused or disconnected. This one has written "
            + "nothing since then"
    }
}
