import CPlatform

enum Environment {
    /// nil where it is unset or empty, and in a set-user-id program.
    static func text(_ name: StaticString) -> [UInt8]? {
        CText.argument(cplatform_environment(StaticText.characters(name)))
    }
}
