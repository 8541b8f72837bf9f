/// The opaque pointers of the C API: each is one reference to an object here, counted atomically. A pointer of another
/// kind cannot be recognized: the header's types are the only check, as in any C library.
enum Handle {
    /// A new reference for the caller.
    static func make(_ object: AnyObject) -> OpaquePointer {
        OpaquePointer(Unmanaged.passRetained(object).toOpaque())
    }

    /// No reference: the caller may use it as long as something else holds the object.
    static func borrow(_ object: AnyObject) -> OpaquePointer {
        OpaquePointer(Unmanaged.passUnretained(object).toOpaque())
    }

    /// Gives a reference back; NULL is nothing.
    static func release<Object: AnyObject>(_ pointer: OpaquePointer?, _ type: Object.Type) {
        guard let pointer else { return }
        Unmanaged<Object>.fromOpaque(UnsafeRawPointer(pointer)).release()
    }

    /// What an accessor answers: `none` for NULL. No reference is counted: the caller holds one.
    @inline(__always)
    static func read<Object: AnyObject, Result>(
        _ pointer: OpaquePointer?, _ none: Result, _ body: (Object) -> Result
    ) -> Result {
        guard let pointer else { return none }
        return Unmanaged<Object>.fromOpaque(UnsafeRawPointer(pointer))._withUnsafeGuaranteedRef(body)
    }

    /// The object of an argument that must not be NULL.
    static func object<Object: AnyObject>(
        _ pointer: OpaquePointer?, _ type: Object.Type, _ name: StaticString
    ) throws(Failure) -> Object {
        guard let pointer else {
            throw .invalidArgument("\(name) must not be NULL")
        }
        return Unmanaged<Object>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
    }
}
