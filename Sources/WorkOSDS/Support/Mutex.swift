import CPlatform

/// A pthread mutex with a fixed address, which a stored property does not have. Embedded Swift has no `Mutex`. Not
/// recursive. A forked child never locks its parent's: `Transport` replaces it, because the fork may have copied it
/// while it was locked.
final class Mutex {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    init() { pthread_mutex_init(mutex, nil) }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func lock() { pthread_mutex_lock(mutex) }
    func tryLock() -> Bool { pthread_mutex_trylock(mutex) == 0 }
    func unlock() { pthread_mutex_unlock(mutex) }
}
