/// Equal to the header's WORKOSDS_VERSION; a test compares them.
enum Version {
    static var text: StaticString { "0.1.0" }

    static var swiftMode: StaticString {
        #if hasFeature(Embedded)
            "embedded"
        #else
            "runtime"
        #endif
    }
}
