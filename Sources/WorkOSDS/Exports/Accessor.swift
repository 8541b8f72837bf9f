/// The accessors of records. Fields are identified by number, so that each of some thirty accessors is a jump. Texts
/// are decoded in checked memory (`Arena`), never in Swift's, so `Handle.read` is enough for them.
enum Accessor {
    /// Borrowed: valid until the record is freed or, for one of an iterator, until the next `next`.
    static func text<Field: RecordField>(_ record: OpaquePointer?, _ field: Field) -> UnsafePointer<CChar>? {
        text(record, field.rawValue)
    }

    @inline(never)
    private static func text(_ record: OpaquePointer?, _ field: Int) -> UnsafePointer<CChar>? {
        Handle.read(record, nil) { (record: Record) in record.decodedText(field)?.start }
    }

    /// The server's text of the member, owned by the caller.
    static func fieldJSON<Field: RecordField>(
        _ record: OpaquePointer?, _ field: Field
    ) -> UnsafeMutablePointer<CChar>? {
        fieldJSON(record, field.rawValue)
    }

    @inline(never)
    private static func fieldJSON(_ record: OpaquePointer?, _ field: Int) -> UnsafeMutablePointer<CChar>? {
        Handle.read(record, nil) { (record: Record) in record.fieldJSON(field) }
    }

    /// Owned by the caller, as a copy is.
    static func json(_ record: OpaquePointer?) -> UnsafeMutablePointer<CChar>? {
        Handle.readOrMake(record, nil) { (record: Record) in record.json() }
    }

    static func copy(_ record: OpaquePointer?) -> OpaquePointer? {
        Handle.readOrMake(record, nil) { (record: Record) in record.copy().map { Handle.make($0) } }
    }
}
