import CommandSupport
import DirectorySync

extension ServerOptions {
    /// Reads the key anew each time: a reload may find another one.
    func client(_ requests: RequestStatistics) throws -> Client {
        var options = clientOptions(appName: "workosds-mirror")
        options.onAttempt = { requests.add($0) }
        do {
            return try Client(key: try apiKeyFile.map { try SecretFile.read($0, holding: "API key") }, options: options)
        } catch {
            if let problem = error as? SecretFileProblem { throw MirrorError.configuration(problem.message) }
            throw error
        }
    }
}
