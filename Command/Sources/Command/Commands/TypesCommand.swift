import ArgumentParser
import WorkOSDirectorySync

struct TypesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "types", abstract: "List the directory types known to this version, with their providers.",
        discussion: "Sends no request and needs no API key. A directory may have a newer type.")

    @OptionGroup(title: "Output") var output: OutputOptions<DirectoryType>

    func run() throws {
        let standardOutput = StandardOutput()
        let formatter = output.formatter(for: standardOutput, isList: true)
        try standardOutput.write(formatter.takeAll(of: DirectoryType.all))
        try standardOutput.close()
    }
}
