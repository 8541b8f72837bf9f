import WorkOSDirectorySync

extension FieldError {
    /// A line below the error.
    var line: String {
        "rejected: " + [field, message, code].compactMap { $0 }.joined(separator: ": ")
    }
}
