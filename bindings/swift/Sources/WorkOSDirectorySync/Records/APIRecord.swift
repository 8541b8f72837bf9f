import CWorkOSDS

/// A ``Directory``, ``Group``, ``User`` or ``Event``.
///
/// Records are immutable values. They stay valid after the listing has moved on or the client is gone, and can be used
/// by any number of threads. A property is read from the record's JSON when it is asked for; it is nil if the server
/// sent null, nothing, or a value of another type. A NUL character inside a text is replaced by U+FFFD.
public protocol APIRecord: Sendable {
    /// The record's id.
    var id: String? { get }
    /// The record as a JSON object on one line. Documented members are always present, null if the server sent none;
    /// members that this version does not know are kept.
    var json: String { get }
}

/// A record that wraps one of the library's.
protocol WrappedRecord: APIRecord {
    init(_ reference: RecordReference)
    static var functions: RecordFunctions<Self> { get }
}

extension WrappedRecord {
    /// Takes ownership of a record that the library allocated for its caller.
    init(taking pointer: OpaquePointer) {
        self.init(RecordReference(OwnedRecord(pointer, free: Self.functions.free), pointer))
    }

    /// Copies a record that belongs to an iterator. Nil: out of memory.
    init?(copying pointer: OpaquePointer) {
        guard let copy = Self.functions.copy(pointer) else { return nil }
        self.init(taking: copy)
    }
}

/// The library's functions for one kind of record.
struct RecordFunctions<Record>: Sendable {
    typealias Pointers = UnsafeMutablePointer<OpaquePointer?>

    let next: @Sendable (OpaquePointer?, Pointers?, Pointers?) -> Int32
    let copy: @Sendable (OpaquePointer?) -> OpaquePointer?
    let free: @Sendable (OpaquePointer?) -> Void
}
