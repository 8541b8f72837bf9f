/// Detects that a run has another scope than the last one, and adapts the file: excluded data is removed at once, newly
/// included data is added by a full listing.
struct ScopeChange {
    let store: any Store

    func apply(_ scope: MirrorScope) throws {
        let before = try store.storedScope()
        store.scope = scope
        guard before != scope else { return }
        try store.erasing(isRewritten: !before.isWithin(scope)) {
            let cause = Cause(source: Cause.scope, changedAt: .now)
            try removeDirectories(scope, cause)
            try removeUsers(scope, cause)
            for column in scope.without { try remove(column) }
            let isFirst = try store.state().listedAt == nil
            try store.resetStaging(ofFirstRun: isFirst)
            if !isFirst { try store.requireListing("what is to be kept has changed") }
            try store.execute("UPDATE mirror_state SET scope = ?1", [.text(scope.json)])
        }
    }

    // MARK: - Rows

    private func removeDirectories(_ scope: MirrorScope, _ cause: Cause) throws {
        for row in try store.query("SELECT id, organization_id FROM directories") {
            guard let id = row.text("id") else { continue }
            let isHeld = scope.organization.map { $0 == row.text("organization_id") } ?? true
            guard !isHeld || !scope.holds(directory: id) else { continue }
            try store.removeDirectory(id, cause)
            try emptyChanges("directory_id", id)
        }
    }

    private func removeUsers(_ scope: MirrorScope, _ cause: Cause) throws {
        guard !scope.states.isEmpty else { return }
        for row in try store.query("SELECT id, state FROM users") where !scope.holds(userInState: row.text("state")) {
            guard let id = row.text("id") else { continue }
            try store.removeUser(id, cause)
            try emptyChanges("user_id", id)
        }
    }

    /// Keeps the numbers, but not the content.
    private func emptyChanges(_ column: String, _ id: String) throws {
        try store.execute("UPDATE changes SET previous = NULL, record = NULL WHERE \(column) = ?1", [.text(id)])
    }

    // MARK: - Columns

    private func remove(_ column: MirrorScope.Column) throws {
        let dialect = store.dialect(for: nil)
        switch column {
        case .record:
            for table in ["directories", "groups", "users"] {
                try store.execute("UPDATE \(table) SET record = \(dialect.only(["id", "updated_at"], of: "record"))")
            }
            try store.execute("UPDATE changes SET previous = NULL, record = NULL")
        case .customAttributes:
            let without = { (text: String) in dialect.without(["custom_attributes"], text) }
            try store.execute("UPDATE users SET custom_attributes = NULL, record = \(without("record"))")
            try store.execute(
                """
                UPDATE changes SET previous = \(without("previous")), record = \(without("record")) WHERE kind = 'user'
                """)
        }
    }
}

extension MirrorScope {
    /// Whether this is a subset of the other one.
    func isWithin(_ other: MirrorScope) -> Bool {
        func isSubset(_ some: [String], of others: [String]) -> Bool {
            others.isEmpty || !some.isEmpty && Set(some).isSubset(of: others)
        }
        return (other.organization == nil || organization == other.organization)
            && isSubset(directories, of: other.directories) && isSubset(states, of: other.states)
            && Set(other.without).isSubset(of: without)
    }
}
