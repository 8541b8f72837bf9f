import CPlatform

/// Where jansson writes a JSON text. Once memory was out everything fails: no text with a piece missing.
final class DumpTarget {
    private var storage: UnsafeMutablePointer<CChar>?
    private var capacity = 0
    private var count = 0
    private var hasFailed = false

    deinit { free(storage) }

    func append(_ bytes: UnsafePointer<CChar>, _ length: Int) -> Bool {
        guard !hasFailed, reserve(count &+ length &+ 1), let storage else {
            hasFailed = true
            return false
        }
        memcpy(storage + count, bytes, length)
        count &+= length
        return true
    }

    /// The text, ended by a NUL, to be freed by `free`; nil if memory was out.
    func take() -> UnsafeMutablePointer<CChar>? {
        guard !hasFailed, reserve(count &+ 1), let text = storage else { return nil }
        text[count] = 0
        storage = nil
        return text
    }

    private func reserve(_ wanted: Int) -> Bool {
        if wanted <= capacity { return true }
        let size = max(wanted, capacity &* 2, 512)
        guard let moved = realloc(storage, size) else { return false }
        storage = moved.assumingMemoryBound(to: CChar.self)
        capacity = size
        return true
    }
}
