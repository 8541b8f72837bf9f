import CommandSupport
import WorkOSDirectorySync

extension ServerOptions {
    /// Reads the key each time, since it may have changed before a reload.
    func client(_ requests: RequestStatistics) throws -> Client {
        var options = try readingSecrets { try clientOptions(appName: "workosds-mirror") }
        options.onAttempt = { requests.add($0) }
        return try Client(key: try key(), options: options)
    }

    /// Nil if the environment has it.
    func key() throws -> String? {
        try readingSecrets { try apiKeyFile.map { try SecretFile.read($0, holding: "API key") } }
    }

    private func readingSecrets<Value>(_ read: () throws -> Value) throws -> Value {
        do {
            return try read()
        } catch let problem as SecretFileProblem {
            throw MirrorError.configuration(problem.message)
        }
    }
}
