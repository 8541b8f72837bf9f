import CPlatform

/// A descriptor that the library made. It is compared with what it was before it is closed or replaced, so that a file
/// that the host has opened on its number stays untouched.
struct Descriptor {
    let entry: cplatform_descriptor

    static let none = Descriptor(entry: 0)

    var number: Int32 { cplatform_number(entry) }
    var exists: Bool { entry != 0 }
    /// False once the host has closed it.
    var isOwn: Bool { cplatform_is_own(entry) == 1 }
    /// False also for one that a forked child has inherited.
    var isTimer: Bool { cplatform_is_timer(entry) == 1 }

    func close() { cplatform_close(entry) }

    /// `fresh` gets this one's number, unless that is the host's by now.
    func replaced(by fresh: Descriptor) -> Descriptor {
        exists ? Descriptor(entry: cplatform_replace(entry, fresh.entry)) : fresh
    }

    /// As a timer: readable from now on. Async-signal-safe.
    func fire() { _ = cplatform_timer_set(entry, 1) }

    /// Whether a failed call says that descriptors are out.
    static func areShort(_ error: Int32) -> Bool { error == EMFILE || error == ENFILE }

    static var shortage: Failure {
        Failure(.internalError, "no file descriptor left: raise the process's limit or free iterators")
    }
    static var loss: Failure {
        Failure(.internalError, "a file descriptor of the library was closed by the program")
    }
}
