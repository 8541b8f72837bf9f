import CPlatform

/// strtod and printf, which jansson uses, depend on the thread's locale, which is the host's.
enum CLocale {
    static func run<Result>(_ body: () -> Result) -> Result {
        let before = cplatform_enter_c_locale()
        defer { cplatform_leave_c_locale(before) }
        return body()
    }
}
