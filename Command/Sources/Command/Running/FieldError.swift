import WorkOSDirectorySync

extension FieldError {
    /// A line under the error's own.
    var line: String {
        "refused: " + [field, message, code].compactMap { $0 }.joined(separator: ": ")
    }
}
