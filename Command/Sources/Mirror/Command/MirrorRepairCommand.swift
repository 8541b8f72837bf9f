import ArgumentParser
import CommandSupport

/// Repairs a damaged file.
struct MirrorRepairCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract: "Check the file, and rebuild it if it is damaged.",
        usage: "workosds mirror repair --database <file>",
        discussion: """
            A valid file is not changed. The readable rows of a damaged one are copied into a new file, which replaces \
            it; the damaged one is kept as <file>.damaged-<time>. The next run lists everything. Numbers of `changes` \
            continue and are never reused: `workosds mirror changes` reports to a consumer that it has missed some.

            EXIT STATUS:
                0  the file is valid, or was rebuilt
                4  another process mirrors into the file: stop it first
               74  the file does not exist, is not a mirror, or cannot be written
            """)

    @OptionGroup var file: DatabaseOption

    func validate() throws {
        try Self.refuseOptions(of: [MirrorOptions(), ScopeOptions(), ServerOptions()], behind: "repair")
    }

    func run() throws {
        let path = try file.path()
        if PostgreSQLAddress.isOne(path) {
            throw ValidationError("repair is for SQLite files: a PostgreSQL server keeps its own files sound.")
        }
        try MirrorFailure.reported(path) {
            let file = try DatabaseFile(path)
            guard try file.looksLikeMirror() else {
                throw MirrorError.unusableFile("\(file.name) is no mirror, not even a damaged one. It was not changed")
            }
            try MirrorFile.refuseNewerDamaged(file)
            let lock = try FileLock(file, isDamaged: true)
            try withExtendedLifetime(lock) {
                switch try Repair(file).run() {
                case .sound: print("\(file.name) is sound: nothing was changed")
                case .repaired(let rows, let isComplete, let kept):
                    print(
                        "\(file.name) was damaged and has been rebuilt: \(rows) rows, \(isComplete ? "all" : "not all") "
                            + "that it had. The damaged file is \(VisibleText.of(kept)). Run the mirror again: it lists "
                            + "everything")
                }
            }
        }
    }
}
