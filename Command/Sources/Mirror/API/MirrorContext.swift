import WorkOSDirectorySync

/// Shared by all parts of the mirror: the API, the database, and the event loop.
final class MirrorContext {
    let client: Client
    let store: any Store
    let loop: WorkLoop
    let pace: Pace
    let settings: MirrorSettings

    init(_ client: Client, _ store: any Store, _ loop: WorkLoop, _ pace: Pace, _ settings: MirrorSettings) {
        self.client = client
        self.store = store
        self.loop = loop
        self.pace = pace
        self.settings = settings
    }

    func source<Element: APIRecord>(_ listing: Listing<Element>) throws -> PageSource { try PageSource(listing, pace) }

    func source(_ subject: Subject) throws -> PageSource {
        switch subject {
        case .directory(let id): try source(client.startDirectory(id))
        case .group(let id): try source(client.startGroup(id))
        case .user(let id): try source(client.startUser(id))
        case .memberships(let user): try source(client.listGroups(GroupQuery(user: user)))
        }
    }

    /// All pages of a listing.
    func pages<Element: APIRecord>(_ listing: Listing<Element>) throws -> [Page] {
        let fetch = Fetch(try source(listing))
        var works: [any Work] = [fetch]
        try loop.run(&works)
        if let error = fetch.error { throw error }
        return fetch.pages
    }
}
