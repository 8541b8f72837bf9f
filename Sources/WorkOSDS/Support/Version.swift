/// Equal to the header's WORKOSDS_VERSION; a test compares them.
enum Version {
    static var text: StaticString { "0.1.0" }

    /// Distinguishes a shipped library ("embedded") from one built for debugging and sanitizers; see
    /// workosds_build_info.
    static var swiftMode: StaticString {
        #if hasFeature(Embedded)
            "embedded"
        #else
            "runtime"
        #endif
    }
}
