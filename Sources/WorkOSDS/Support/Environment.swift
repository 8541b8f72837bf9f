import CPlatform

/// Variables of the process. One that a user set must not steer a program that runs with another user's rights: where a
/// program is set-user-id, secure_getenv sees none.
enum Environment {
    /// nil where it is unset or empty, and in a set-user-id program.
    static func text(_ name: StaticString) -> [UInt8]? {
        CText.argument(cplatform_environment(StaticText.characters(name)))
    }

    /// Whether it is set, but this is a set-user-id program, which must not heed it.
    static func isWithheld(_ name: StaticString) -> Bool { cplatform_is_withheld(StaticText.characters(name)) == 1 }
}
