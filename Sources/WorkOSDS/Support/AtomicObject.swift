import Synchronization

/// A place for an object that is made when it is first asked for, by any thread, without a lock that fork could copy
/// locked. Zeroed memory is an empty one.
extension Atomic where Value == UnsafeRawPointer? {
    /// Of two threads that make it at once one throws its own away.
    borrowing func object<Object: AnyObject>(_ make: () -> Object?) -> Object? {
        if let known = load(ordering: .acquiring) {
            return Unmanaged<Object>.fromOpaque(known).takeUnretainedValue()
        }
        guard let made = make() else { return nil }
        let reference = Unmanaged.passRetained(made)
        let (exchanged, winner) = compareExchange(
            expected: nil, desired: UnsafeRawPointer(reference.toOpaque()), ordering: .acquiringAndReleasing)
        guard !exchanged, let winner else { return made }
        reference.release()
        return Unmanaged<Object>.fromOpaque(winner).takeUnretainedValue()
    }

    /// When no thread can ask any more.
    borrowing func release<Object: AnyObject>(_ type: Object.Type) {
        if let object = load(ordering: .acquiring) { Unmanaged<Object>.fromOpaque(object).release() }
    }
}
