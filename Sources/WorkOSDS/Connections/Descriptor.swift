import CCurl
import CPlatform

/// A descriptor that the library opened. Its identity is checked before it is closed or replaced, so that a file that
/// the host has opened under its number is not touched: programs close all descriptors when they become daemons. A
/// value without ownership; its holder calls `close`.
struct Descriptor {
    /// Number and serial in the table of descriptors.h; 0 for none. Fits an atomic, so that a signal handler can read
    /// it.
    let entry: cplatform_descriptor

    static let none = Descriptor(entry: 0)

    /// -1 for none.
    var number: Int32 { cplatform_number(entry) }
    var exists: Bool { entry != 0 }
    /// False once the host has closed it.
    var isOwn: Bool { cplatform_is_own(entry) == 1 }
    /// False also in a forked child that inherited it.
    var isTimer: Bool { cplatform_is_timer(entry) == 1 }

    func close() { cplatform_close(entry) }

    /// Moves `fresh` to this number, unless the host has taken it.
    func replaced(by fresh: Descriptor) -> Descriptor {
        exists ? Descriptor(entry: cplatform_replace(entry, fresh.entry)) : fresh
    }

    /// For a timer: makes it readable now. Async-signal-safe.
    func fire() { _ = cplatform_timer_set(entry, 1) }

    /// Whether a call failed because no descriptor is left. The limit of the process (EMFILE) or of the system
    /// (ENFILE).
    static func areShort(_ error: Int32) -> Bool { error == EMFILE || error == ENFILE }

    /// libcurl reports a shortage as a file that cannot be read, or a name that is not found, and without errno. So the
    /// number of free descriptors decides, as it is after the failure.
    static func mayBeCause(of code: CURLcode) -> Bool {
        switch code {
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            cplatform_has_descriptors_left() == 0
        default: false
        }
    }

    /// INTERNAL in the header, with what to do in the message.
    static var shortage: Failure {
        Failure(.internalError, "no file descriptor left: raise the process's limit or free iterators")
    }
    static var loss: Failure {
        Failure(.internalError, "a file descriptor of the library was closed by the program")
    }
}
