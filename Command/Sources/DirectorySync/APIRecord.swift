import CWorkOSDS

/// A directory, group, user or event. Members are read when asked for. A record from a listing is lent: until the
/// next `next` of that listing (using it later stops the program); `copy()` keeps it.
public protocol APIRecord {
    init(_ reference: RecordReference)
    var reference: RecordReference { get }
    static var kind: RecordKind { get }
}

extension APIRecord {
    /// A JSON object with the documented members always present, null where the server sent none, and newer ones kept.
    public var json: String { reference.json(Self.kind.json) ?? "{}" }

    /// A record that stays. Nil: out of memory.
    public func copy() -> Self? { reference.read(Self.kind.copy).map(Self.init(ownedRecord:)) }

    init(ownedRecord pointer: OpaquePointer) {
        self.init(RecordReference(OwnedRecord(pointer, free: Self.kind.free), pointer))
    }
}

/// What keeps a record's memory: the iterator that lends it, or a copy.
class RecordOwner {
    /// Goes up when what was lent so far ends.
    final var turn = 0
}

private final class OwnedRecord: RecordOwner {
    private let pointer: OpaquePointer
    private let free: (OpaquePointer?) -> Void

    init(_ pointer: OpaquePointer, free: @escaping (OpaquePointer?) -> Void) {
        self.pointer = pointer
        self.free = free
    }

    deinit { free(pointer) }
}

/// Where a record is, and who keeps it.
public struct RecordReference {
    private let owner: RecordOwner
    private let pointer: OpaquePointer
    private let turn: Int

    init(_ owner: RecordOwner, _ pointer: OpaquePointer) {
        self.owner = owner
        self.pointer = pointer
        turn = owner.turn
    }

    func read<Value>(_ getter: (OpaquePointer?) -> Value) -> Value {
        precondition(owner.turn == turn, "a record was used after the next one was asked for; copy() keeps it")
        return withExtendedLifetime(owner) { getter(pointer) }
    }

    func text(_ getter: (OpaquePointer?) -> UnsafePointer<CChar>?) -> String? {
        read { record in getter(record).map { String(cString: $0) } }
    }

    func json(_ getter: (OpaquePointer?) -> UnsafeMutablePointer<CChar>?) -> String? {
        read { takeString(getter($0)) }
    }

    /// A record inside this one, which lives as long.
    func nested<Element: APIRecord>(_ getter: (OpaquePointer?) -> OpaquePointer?) -> Element? {
        read(getter).map { Element(RecordReference(owner, $0)) }
    }
}

/// The library's functions for one kind of record.
public struct RecordKind: Sendable {
    typealias Pointers = UnsafeMutablePointer<OpaquePointer?>

    let next: @Sendable (OpaquePointer?, Pointers?, Pointers?) -> Int32
    let json: @Sendable (OpaquePointer?) -> UnsafeMutablePointer<CChar>?
    let copy: @Sendable (OpaquePointer?) -> OpaquePointer?
    let free: @Sendable (OpaquePointer?) -> Void
}
