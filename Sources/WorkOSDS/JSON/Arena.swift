import CPlatform

/// Short-lived memory for decoded texts, freed all at once. A record's texts live as long as the record, in one block,
/// because a malloc for each would take longer than decoding. Allocation reports failure. Alignment is that of bytes:
/// only texts are stored here.
final class Arena {
    /// At the start of each block; the bytes follow it.
    private struct Header {
        let previous: UnsafeMutablePointer<Header>?
        let size: Int
    }

    /// The newest block, from which all are freed. nil before the first allocation.
    private var last: UnsafeMutablePointer<Header>?
    /// Bytes allocated in the last block. The rest of earlier ones is lost until `reset`.
    private var used = 0  // in the last block

    deinit {
        while last != nil { releaseLast() }
    }

    /// Allocates in the last block, or in a new one. The block of `reset` is nearly always large enough.
    func allocate(_ size: Int) -> UnsafeMutablePointer<UInt8>? {
        if let last, size <= last.pointee.size &- used {
            defer { used &+= size }
            return start(of: last) + used
        }
        let blockSize = max(size, 64)
        guard let memory = malloc(blockSize &+ MemoryLayout<Header>.size) else { return nil }
        let block = memory.assumingMemoryBound(to: Header.self)
        block.initialize(to: Header(previous: last, size: blockSize))
        last = block
        used = size
        return start(of: block)
    }

    /// Frees everything and reserves `size` bytes. False if memory runs out. Keeps one block that is large enough, so
    /// that a listing of a million users allocates only for its longest records. Everything decoded before is invalid.
    func reset(reserving size: Int) -> Bool {
        used = 0
        while let block = last, block.pointee.previous != nil || block.pointee.size < size { releaseLast() }
        if last != nil { return true }
        let reserved = allocate(size) != nil
        used = 0
        return reserved
    }

    private func start(of block: UnsafeMutablePointer<Header>) -> UnsafeMutablePointer<UInt8> {
        UnsafeMutableRawPointer(block + 1).assumingMemoryBound(to: UInt8.self)
    }

    private func releaseLast() {
        let block = last
        last = block?.pointee.previous
        free(block)
    }
}
