import Foundation
import WorkOSDirectorySync

/// Performs the commands that come as lines of JSON, and prints the result of each as a line of JSON.
while let line = readLine() {
    let command = try JSONDecoder().decode(Command.self, from: Data(line.utf8))
    var result = Result()
    do {
        try perform(command, &result)
    } catch let error as APIError {
        result.error = ErrorJSON.of(error)
    }
    print(JSON.onOneLine(result.json))
    fflush(nil)
}
