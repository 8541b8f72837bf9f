import CPlatform

/// A text in a block of exactly its length and padding, so that AddressSanitizer detects a read beyond it.
final class PaddedText {
    let bytes: UnsafeMutablePointer<UInt8>
    let count: Int

    init(_ source: UnsafePointer<UInt8>?, _ count: Int) {
        self.count = count
        bytes = .allocate(capacity: count + ByteCursor.padding)
        bytes.initialize(repeating: 0, count: count + ByteCursor.padding)
        if let source, count > 0 { memcpy(bytes, source, count) }
    }

    convenience init(_ buffer: ByteBuffer) { self.init(buffer.bytes, buffer.count) }

    deinit { bytes.deallocate() }

    var array: [UInt8] { [UInt8](UnsafeBufferPointer(start: UnsafePointer(bytes), count: count)) }

    func scan() -> Result<TextRange, JSONFailure> {
        var scanner = Scanner(UnsafePointer(bytes), from: 0, to: count)
        do throws(JSONFailure) { return .success(try scanner.scanDocument()) } catch { return .failure(error) }
    }
}

extension ByteBuffer {
    convenience init(copying source: UnsafePointer<UInt8>?, _ count: Int) {
        self.init()
        if let source, count > 0 { require(append(source, count), "memory for the input") }
    }

    var array: [UInt8] { [UInt8](UnsafeBufferPointer(start: bytes, count: count)) }
}

/// The kind of error without its offset, comparable with `==`.
enum FailureKind { case malformed, tooDeep, needsRepair, other }

extension JSONFailure {
    var kind: FailureKind {
        switch self {
        case .malformed: .malformed
        case .tooDeep: .tooDeep
        case .needsRepair: .needsRepair
        default: .other
        }
    }
}
