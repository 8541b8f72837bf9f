import CPlatform

/// Short-lived memory for decoded texts, freed all at once. A record's texts end with the record, and one block serves
/// them all: a malloc for each would take longer than decoding. Allocation can fail and says so.
final class Arena {
    private struct Block {
        let memory: UnsafeMutablePointer<UInt8>
        let size: Int
    }

    private var blocks: [Block] = []
    private var used = 0  // of the last block

    deinit { releaseBlocks(downTo: 0) }

    /// From the last block, or from a new one: what `reset` reserved is nearly always enough.
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

    /// Everything allocated becomes free, and `size` bytes can be had without failing. False when memory is out.
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
