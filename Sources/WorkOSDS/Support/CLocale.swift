import CPlatform

/// strtod and printf, which jansson uses, depend on the thread's locale, which is the host's: in a German one strtod
/// stops at the point in "1.5", and printf writes "1,5". uselocale changes only the calling thread, so the host's other
/// threads never notice.
enum CLocale {
    /// The C locale is a constant of glibc and musl: newlocale allocates nothing for it, and it need not be freed.
    static func run<Result>(_ body: () -> Result) -> Result {
        let before = cplatform_enter_c_locale()
        defer { cplatform_leave_c_locale(before) }
        return body()
    }
}
