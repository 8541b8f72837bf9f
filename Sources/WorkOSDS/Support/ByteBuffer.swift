import CPlatform

/// Bytes in checked memory, always followed by `ByteCursor.padding` zero bytes, so that they can be read with a
/// `ByteCursor` and as a C string. Growing reports failure, because bodies are the library's large allocations: Swift's
/// own arrays would end the process.
final class ByteBuffer {
    /// From malloc, so that `take` can transfer it to the library's caller. nil before the first byte, and after `take`
    /// and `move`.
    private var storage: UnsafeMutablePointer<UInt8>?
    /// The size of `storage`, padding included.
    private var capacity = 0
    /// Without the padding.
    private(set) var count = 0

    deinit { free(storage) }

    /// The address of the bytes; that of padding if nothing is stored.
    var bytes: UnsafePointer<UInt8> {
        if let storage { return UnsafePointer(storage) }
        return Self.emptyText
    }

    /// An empty text with its padding. A literal of 17 NULs: it needs no memory, and is as large as the padding that a
    /// cursor expects.
    static var emptyText: UnsafePointer<UInt8> {
        let text: StaticString = "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
        return text.utf8Start
    }

    /// For the two bytes that `Page` changes while a part of its text is borrowed; nil if nothing is stored.
    var mutableBytes: UnsafeMutablePointer<UInt8>? { storage }

    /// False if memory runs out or `count` would exceed `limit`; the content is then unchanged. `source` must not lie
    /// inside the buffer, which may move when it grows. The default limit is the largest text that `TextRange` can
    /// describe.
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

    /// Overwrites stored bytes; bytes that do not fit are left out.
    func overwrite(at offset: Int, with text: StaticString) {
        guard let storage, offset >= 0, text.utf8CodeUnitCount <= count &- offset else { return }
        memcpy(storage + offset, text.utf8Start, text.utf8CodeUnitCount)
    }

    /// Transfers the NUL-terminated bytes, to be freed with `free`. Returns nil if nothing was stored.
    func take() -> UnsafeMutablePointer<CChar>? {
        let text = storage.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: CChar.self) }
        (storage, capacity, count) = (nil, 0, 0)
        return text
    }

    /// Moves the bytes to a new buffer.
    func move() -> ByteBuffer {
        let other = ByteBuffer()
        (other.storage, other.capacity, other.count) = (storage, capacity, count)
        (storage, capacity, count) = (nil, 0, 0)
        return other
    }

    /// Empties it without freeing the memory: a page's buffer is reused, so that a listing allocates only for its
    /// largest pages.
    func removeAll() {
        count = 0
        if let storage { memset(storage, 0, ByteCursor.padding) }
    }

    /// Grows by half at least: libcurl delivers a body in pieces of at most 16 KB (CURL_MAX_WRITE_SIZE), and a copy for
    /// each would make large bodies quadratic.
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
