import ArgumentParser
import CommandSupport
import Glibc
import WorkOSDirectorySync

struct DeleteDirectoryCommand: ConnectedCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a directory with its groups and users.",
        discussion: "Asks for confirmation. Returns once the API has accepted the deletion, shortly before it is done.")

    @Argument(help: "The directory's id.")
    var id: String

    @Flag(help: "Do not ask for confirmation.")
    var yes = false

    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func validate() throws { try refuseEmpty(["<id>": id]) }

    func run() throws {
        let canAsk = StandardStreams.isTerminal(STDIN_FILENO) && StandardStreams.isTerminal(STDERR_FILENO)
        if !yes && !canAsk {
            throw ValidationError("Cannot ask for confirmation without a terminal. Use --yes to delete the directory.")
        }
        let session = try Session(connection)
        if !yes {
            let directory = try session.fetch(session.client.startDirectory(id))
            guard try confirms(question(about: directory), session.interruption) else {
                throw Failure.notConfirmed("nothing was deleted")
            }
        }
        try session.run(session.client.startDeleteDirectory(id))
        try session.say("The deletion of \(id) was accepted.")
    }

    private func question(about directory: Directory) -> String {
        let users = (directory.activeUserCount ?? 0) + (directory.inactiveUserCount ?? 0)
        let counts = directory.groupCount.map { " with \(users) users and \($0) groups" } ?? ""
        let name = VisibleText.of("\"\(directory.name ?? id)\" (\(directory.type ?? "no type"), \(id))")
        return "Delete the directory \(name)\(counts)? [y/N] "
    }

    private func confirms(_ question: String, _ interruption: Interruption) throws -> Bool {
        StandardStreams.writeError(question)
        var answer: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            try interruption.wait([pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)])
            guard read(STDIN_FILENO, &byte, 1) == 1, byte != UInt8(ascii: "\n") else { break }
            answer.append(byte)
        }
        let word = String(decoding: answer, as: UTF8.self).lowercased().filter { !$0.isWhitespace }
        return word == "y" || word == "yes"
    }
}
