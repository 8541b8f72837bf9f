/// Where jansson writes a JSON text. Once memory was out everything fails: no text with a piece missing.
final class DumpTarget {
    private let text = ByteBuffer()
    private var hasFailed = false

    func append(_ bytes: UnsafePointer<CChar>, _ length: Int) -> Bool {
        hasFailed = hasFailed || !text.append(bytes, length, limit: .max)
        return !hasFailed
    }

    /// The text, ended by a NUL, to be freed by `free`; nil if memory was out.
    func take() -> UnsafeMutablePointer<CChar>? { hasFailed ? nil : text.take() }
}
