import ArgumentParser
import CommandSupport

/// Copies a mirror to another database.
struct MirrorCopyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copies a mirror into a new file or a new schema.",
        usage: "workosds mirror copy --from <database> --to <database>",
        discussion: """
            Each database is a SQLite file or postgresql://user@host/database?schema=name. The copy includes the \
            numbers of `changes` and the cursor of the events, so runs and readers continue where they were. Stop \
            the mirror first.

            PostgreSQL cannot store U+0000. It becomes U+FFFD, and rows whose ids contain it are omitted.

            EXIT STATUS:
                0  the copy is complete
                4  another worker has the lease of the target
               74  one of the databases cannot be used, or the target has content already
            """)

    @Option(help: ArgumentHelp("The mirror to copy.", valueName: "database"), completion: .file())
    var from: String

    @Option(help: ArgumentHelp("The new one.", valueName: "database"), completion: .file())
    var to: String

    func validate() throws {
        try Self.refuseOptions(of: [MirrorOptions(), ScopeOptions(), ServerOptions()], behind: "copy")
    }

    func run() throws {
        try MirrorFailure.reported(to) {
            let signals = try SignalPipe()
            let source = try OpenedMirror(from, stopping: signals.isStopping).store
            if PostgreSQLAddress.isOne(to) {
                try fillSchema(from: source, signals)
            } else {
                try makeFile(of: source)
            }
            print("\(VisibleText.of(to)) is a copy of \(source.name)")
        }
    }

    private func makeFile(of source: any Store) throws {
        let file = try DatabaseFile(to)
        guard file.size == nil else {
            throw MirrorError.unusableFile("\(file.name) exists already: copy into a new file")
        }
        // The lock creates the file, with mode 0600.
        let lock = try FileLock(file)
        try withExtendedLifetime(lock) { try source.copy(into: file.path) }
    }

    private func fillSchema(from source: any Store, _ signals: SignalPipe) throws {
        let target = try PostgreSQLMirror.open(PostgreSQLAddress(to), stopping: signals.isStopping)
        defer { target.close() }
        guard try target.takeLease() else {
            throw MirrorError.locked("\(target.name) is being mirrored by another worker: nothing was done")
        }
        let leftOut = try target.fill(from: source)
        if leftOut > 0 {
            MirrorFailure.tell("\(leftOut) rows were omitted: their ids contain U+0000, which PostgreSQL cannot store")
        }
    }
}
