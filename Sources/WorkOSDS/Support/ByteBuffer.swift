import CPlatform

/// Bytes in checked memory, always followed by `ByteCursor.padding` zero bytes. Growing can fail and says so:
/// bodies are the only large allocations of the library.
final class ByteBuffer {
    private var storage: UnsafeMutablePointer<UInt8>?
    private var capacity = 0
    private(set) var count = 0

    deinit { free(storage) }

    /// Where the bytes are; with nothing stored, some padding.
    var bytes: UnsafePointer<UInt8> {
        if let storage { return UnsafePointer(storage) }
        return Self.emptyText
    }

    /// An empty text with its padding.
    static var emptyText: UnsafePointer<UInt8> {
        let text: StaticString = "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
        return text.utf8Start
    }

    /// For the two bytes that `Page` changes while it lends a part of its text; nil while nothing is stored.
    var mutableBytes: UnsafeMutablePointer<UInt8>? { storage }

    /// False when memory is out or `count` would pass `limit`; the content is then as it was.
    func append(_ source: UnsafeRawPointer, _ length: Int, limit: Int = Int(Int32.max)) -> Bool {
        let (wanted, overflow) = count.addingReportingOverflow(length)
        guard length >= 0, !overflow, wanted <= limit, reserve(wanted), let storage else { return false }
        memcpy(storage + count, source, length)
        count = wanted
        memset(storage + count, 0, ByteCursor.padding)
        return true
    }

    func append(_ text: StaticString) -> Bool { append(text.utf8Start, text.utf8CodeUnitCount) }

    func append(decimal number: Int) -> Bool {
        let digits = Decimal.digits(Int64(number))
        return append(digits, digits.count)
    }

    func removeLast() { count = max(count &- 1, 0) }

    /// Overwrites bytes already stored; what does not fit is left out.
    func overwrite(at offset: Int, with text: StaticString) {
        guard let storage, offset >= 0, text.utf8CodeUnitCount <= count &- offset else { return }
        memcpy(storage + offset, text.utf8Start, text.utf8CodeUnitCount)
    }

    /// The bytes, to be freed by `free`; they end in a NUL. Nothing is stored any more, and nil if nothing was.
    func take() -> UnsafeMutablePointer<CChar>? {
        let text = storage.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: CChar.self) }
        storage = nil
        capacity = 0
        count = 0
        return text
    }

    /// Empties it and keeps the memory.
    func removeAll() {
        count = 0
        if let storage { memset(storage, 0, ByteCursor.padding) }
    }

    private func reserve(_ wanted: Int) -> Bool {
        let needed = wanted &+ ByteCursor.padding
        if needed <= capacity { return true }
        let size = max(needed, capacity &+ capacity / 2, 256)
        guard let moved = realloc(storage, size) else { return false }
        storage = moved.assumingMemoryBound(to: UInt8.self)
        capacity = size
        return true
    }
}
