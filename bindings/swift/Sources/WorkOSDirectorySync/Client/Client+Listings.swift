import CWorkOSDS

/// Listings. A query is checked at once: these functions throw ``Status/invalidArgument`` for one that is invalid.
/// Nothing is sent before the first record is asked for, and everything else is thrown there.
extension Client {
    /// Lists directories, newest first unless the query says otherwise.
    public func listDirectories(_ query: DirectoryQuery = DirectoryQuery()) throws(APIError) -> Listing<Directory> {
        var strings = ArgumentStrings()
        defer { strings.release() }
        var cQuery = try query.cQuery(&strings)
        return Listing(try start { workosds_list_directories(pointer, &cQuery, $0, $1) })
    }

    /// Lists the groups of a directory or of a user.
    public func listGroups(_ query: GroupQuery) throws(APIError) -> Listing<Group> {
        var strings = ArgumentStrings()
        defer { strings.release() }
        var cQuery = try query.cQuery(&strings)
        return Listing(try start { workosds_list_groups(pointer, &cQuery, $0, $1) })
    }

    /// Lists the users of a directory or of a group.
    public func listUsers(_ query: UserQuery) throws(APIError) -> Listing<User> {
        var strings = ArgumentStrings()
        defer { strings.release() }
        var cQuery = try query.cQuery(&strings)
        return Listing(try start { workosds_list_users(pointer, &cQuery, $0, $1) })
    }

    /// Lists events, oldest first. To follow them, list repeatedly with ``Listing/cursor`` as ``Paging/after``.
    ///
    /// The service holds each event back for some seconds, so that a later event never precedes an earlier one. Never
    /// use the id of a webhook's event as a cursor: events would be lost.
    public func listEvents(_ query: EventQuery = EventQuery()) throws(APIError) -> Listing<Event> {
        var strings = ArgumentStrings()
        defer { strings.release() }
        var cQuery = try query.cQuery(&strings)
        return Listing(try start { workosds_list_events(pointer, &cQuery, $0, $1) })
    }
}
