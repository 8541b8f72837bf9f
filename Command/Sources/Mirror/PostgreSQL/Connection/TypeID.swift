/// Object identifiers of types, from the server's catalog pg_type.
enum TypeID {
    static let bool: UInt32 = 16
    static let bigint: UInt32 = 20
    static let smallint: UInt32 = 21
    static let integer: UInt32 = 23
    static let text: UInt32 = 25
    static let real: UInt32 = 700
    static let double: UInt32 = 701
    static let textArray: UInt32 = 1009
    static let jsonb: UInt32 = 3802
    static let jsonbArray: UInt32 = 3807
}
