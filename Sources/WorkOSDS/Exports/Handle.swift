/// The opaque pointers of the C API. Each is one atomically counted reference to an object. A pointer of the wrong kind
/// cannot be detected: the header's types are the only check, as in any C library.
///
/// A function that gets a handle uses one of these functions, or `report`. The choice decides whether the reserve is
/// left at the end, which every call has to do that may create a Swift object.
enum Handle {
    /// A new reference for the caller.
    static func make(_ object: AnyObject) -> OpaquePointer {
        OpaquePointer(Unmanaged.passRetained(object).toOpaque())
    }

    /// Without a reference: valid as long as something else owns the object. For records inside records, and for what
    /// is valid only during a callback.
    static func borrow(_ object: AnyObject) -> OpaquePointer {
        OpaquePointer(Unmanaged.passUnretained(object).toOpaque())
    }

    /// Releases a reference; NULL is ignored. Objects may be released on any thread; some close connections.
    @inline(never)
    static func release(_ pointer: OpaquePointer?) {
        guard let pointer else { return }
        Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer(pointer)).release()
    }

    /// The same for the `_free` functions, which may run any deinit.
    static func free(_ pointer: OpaquePointer?) {
        release(pointer)
        Reserve.leave()
    }

    /// The same for an accessor that may create an object, and so may use the reserve.
    @inline(__always)
    static func readOrMake<Object: AnyObject, Result>(
        _ pointer: OpaquePointer?, _ none: Result, _ body: (Object) -> Result
    ) -> Result {
        defer { Reserve.leave() }
        return read(pointer, none, body)
    }

    /// Calls an accessor; returns `none` for NULL. Counts no reference, because the caller has one: an accessor costs a
    /// few instructions, and cancelling is safe in a signal handler.
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
