import CWorkOSDS

extension String {
    /// Reads a string that the library allocated for its caller, and frees it. Nil for NULL.
    init?(taking text: UnsafeMutablePointer<CChar>?) {
        guard let text else { return nil }
        defer { workosds_string_free(text) }
        self.init(cString: text)
    }

    /// Reads a string that the library keeps. Nil for NULL.
    init?(borrowing text: UnsafePointer<CChar>?) {
        guard let text else { return nil }
        self.init(cString: text)
    }
}
