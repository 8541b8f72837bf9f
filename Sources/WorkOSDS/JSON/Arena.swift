import CPlatform

/// Short-lived memory for decoded texts, freed all at once. A record's texts live as long as the record, in one block,
/// because a malloc for each would take longer than decoding. Allocation reports failure.
final class Arena {
    private struct Block {
        let memory: UnsafeMutablePointer<UInt8>
        let size: Int
    }

    private var blocks: [Block] = []
    private var used = 0  // in the last block

    deinit { releaseBlocks(downTo: 0) }

    /// Allocates in the last block, or in a new one. The block of `reset` is nearly always large enough.
    func allocate(_ size: Int) -> UnsafeMutablePointer<UInt8>? {
        if let block = blocks.last, size <= block.size &- used {
            defer { used &+= size }
            return block.memory + used
        }
        let blockSize = max(size, 64)
        guard let memory = malloc(blockSize)?.assumingMemoryBound(to: UInt8.self) else { return nil }
        blocks.append(Block(memory: memory, size: blockSize))
        used = size
        return memory
    }

    /// Frees everything and reserves `size` bytes. False if memory runs out.
    func reset(reserving size: Int) -> Bool {
        used = 0
        if let first = blocks.first, first.size >= size {
            if blocks.count > 1 { releaseBlocks(downTo: 1) }
            return true
        }
        releaseBlocks(downTo: 0)
        let reserved = allocate(size) != nil
        used = 0
        return reserved
    }

    private func releaseBlocks(downTo count: Int) {
        while blocks.count > count, let block = blocks.popLast() { free(block.memory) }
    }
}
