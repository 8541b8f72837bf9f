/// A second store that follows the first one with a delay, for stale reads.
extension Store {
    /// The store for a request that only reads: the replica if there is one and the chance selects it.
    func reader() async -> Store {
        let lag = behaviors.current.replicaLag
        guard lag > 0, let replica, behaviors.happens(.staleReads) else { return self }
        let latest = Self.streamTime().saturating(subtracting: Int64(lag))
        let due = changes.prefix { $0.changed <= latest }
        changes.removeFirst(due.count)
        await replica.apply(Array(due))
        return replica
    }

    /// Creates a replica of the current state if one is needed, or drops the replica.
    func prepareReplica() async {
        guard behaviors.current.replicaLag > 0 else {
            (replica, changes) = (nil, [])
            return
        }
        guard replica == nil else { return }
        let replica = Store()
        self.replica = replica
        await replica.apply(states)
    }

    /// To be called after each change to a row, so that the replica repeats it later.
    func noteChange(_ kind: ObjectKind, _ id: String) {
        guard replica != nil else { return }
        changes.append(RowState(kind: kind, id: id, contents: contents(kind, id), changed: Self.streamTime()))
    }

    private var states: [RowState] {
        let groups = directories.flatMap(\.groups)
        let users = directories.flatMap(\.users)
        return directories.map { state(.directory, $0.id) } + groups.map { state(.directoryGroup, $0.id) }
            + users.map { state(.directoryUser, $0.id) }
            // Directories with computed users again, because their users need their groups.
            + directories.filter { $0.generated != nil }.map { state(.directory, $0.id) }
    }

    private func state(_ kind: ObjectKind, _ id: String) -> RowState {
        RowState(kind: kind, id: id, contents: contents(kind, id))
    }

    private func contents(_ kind: ObjectKind, _ id: String) -> RowState.Contents? {
        switch kind {
        case .directory:
            directoriesById[id].map {
                .init(sequence: $0.sequence, members: $0.members, generated: $0.generated?.copy)
            }
        case .directoryGroup:
            groupsById[id].map { .init(sequence: $0.sequence, members: $0.members, directory: $0.directory.id) }
        case .directoryUser:
            usersById[id].map {
                .init(
                    sequence: $0.sequence,
                    members: $0.members,
                    directory: $0.directory.id,
                    groups: $0.groups.map(\.id)
                )
            }
        }
    }
}

extension Store {
    fileprivate func apply(_ states: [RowState]) {
        for state in states {
            guard let contents = state.contents else {
                remove(state.kind, state.id)
                continue
            }
            place(state.kind, state.id, at: contents.sequence)
            switch state.kind {
            case .directory: apply(contents, toDirectory: state.id)
            case .directoryGroup: apply(contents, toGroup: state.id)
            case .directoryUser: apply(contents, toUser: state.id)
            }
        }
    }

    private func apply(_ contents: RowState.Contents, toDirectory id: String) {
        let row = directoriesById[id] ?? DirectoryRow(id: id, sequence: contents.sequence, members: contents.members)
        row.members = contents.members
        directoriesById[id] = row
        _ = directories.insert(row)
        if let users = contents.generated?(row) { row.generated = users }
    }

    private func apply(_ contents: RowState.Contents, toGroup id: String) {
        guard let directory = directoriesById[contents.directory] else { return }
        let members = contents.members
        let row =
            groupsById[id] ?? GroupRow(id: id, sequence: contents.sequence, members: members, directory: directory)
        row.members = members
        groupsById[id] = row
        _ = directory.groups.insert(row)
        directory.forgetText()
    }

    private func apply(_ contents: RowState.Contents, toUser id: String) {
        guard let directory = directoriesById[contents.directory] else { return }
        let members = contents.members
        let row = usersById[id] ?? UserRow(id: id, sequence: contents.sequence, members: members, directory: directory)
        row.members = members
        usersById[id] = row
        _ = directory.users.insert(row)
        for group in row.groups { group.users.remove(row) }
        row.groups = []
        for group in contents.groups.compactMap({ groupsById[$0] }) {
            _ = row.groups.insert(group)
            _ = group.users.insert(row)
        }
        directory.forgetText()
    }

    private func remove(_ kind: ObjectKind, _ id: String) {
        switch kind {
        case .directory: directoriesById[id].map(detach)
        case .directoryGroup: groupsById[id].map(detach)
        case .directoryUser: usersById[id].map(detach)
        }
    }
}
