import Synchronization

/// A slot for an object that any thread creates on first access, without a lock that fork could copy while it is
/// locked. Zeroed memory is an empty slot. The slot owns one reference, which its owner releases with `release`.
extension Atomic where Value == UnsafeRawPointer? {
    /// If two threads create it at once, one discards its own. nil if creating it used the reserve, because the object
    /// is kept after the call. Acquire and release order the object's initialization before its use in another thread.
    /// A slot never changes again once it is filled, so the object lives as long as the slot.
    borrowing func object<Object: AnyObject>(_ make: () -> Object?) -> Object? {
        if let known = load(ordering: .acquiring) {
            return Unmanaged<Object>.fromOpaque(known).takeUnretainedValue()
        }
        guard let made = make(), !Reserve.isUsed else { return nil }
        let reference = Unmanaged.passRetained(made)
        let (exchanged, winner) = compareExchange(
            expected: nil, desired: UnsafeRawPointer(reference.toOpaque()), ordering: .acquiringAndReleasing)
        guard !exchanged, let winner else { return made }
        reference.release()
        return Unmanaged<Object>.fromOpaque(winner).takeUnretainedValue()
    }

    /// Call it when no thread can access it.
    borrowing func release<Object: AnyObject>(_ type: Object.Type) {
        if let object = load(ordering: .acquiring) { Unmanaged<Object>.fromOpaque(object).release() }
    }
}
