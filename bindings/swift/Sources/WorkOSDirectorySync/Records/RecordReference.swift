import CWorkOSDS

/// A record of the library's that this program owns. It never changes, so that any thread can read it.
final class OwnedRecord: @unchecked Sendable {
    private let pointer: OpaquePointer
    private let free: @Sendable (OpaquePointer?) -> Void

    init(_ pointer: OpaquePointer, free: @escaping @Sendable (OpaquePointer?) -> Void) {
        self.pointer = pointer
        self.free = free
    }

    deinit { free(pointer) }
}

/// A record, or one inside it, with what keeps its memory.
struct RecordReference: @unchecked Sendable {
    private let owner: OwnedRecord
    private let pointer: OpaquePointer

    init(_ owner: OwnedRecord, _ pointer: OpaquePointer) {
        self.owner = owner
        self.pointer = pointer
    }

    func read<Value>(_ getter: (OpaquePointer?) -> Value) -> Value {
        withExtendedLifetime(owner) { getter(pointer) }
    }

    func text(_ getter: (OpaquePointer?) -> UnsafePointer<CChar>?) -> String? {
        read { String(borrowing: getter($0)) }
    }

    func json(_ getter: (OpaquePointer?) -> UnsafeMutablePointer<CChar>?) -> String? {
        read { String(taking: getter($0)) }
    }

    /// A record inside this one, which keeps the whole.
    func nested<Record: WrappedRecord>(_ getter: (OpaquePointer?) -> OpaquePointer?) -> Record? {
        read(getter).map { Record(RecordReference(owner, $0)) }
    }
}
