import CPlatform

/// Environment variables. A user's variables must not control a program that runs with another user's rights, so in a
/// set-user-id program secure_getenv returns none. Read by workosds_client_new only, and copied at once: setenv in
/// another thread of the host may replace the text at any time after that.
enum Environment {
    /// nil if it is unset or empty, and in a set-user-id program.
    static func text(_ name: StaticString) -> [UInt8]? {
        CText.argument(cplatform_environment(StaticText.characters(name)))
    }

    /// Whether it is set but ignored, because this is a set-user-id program.
    static func isWithheld(_ name: StaticString) -> Bool { cplatform_is_withheld(StaticText.characters(name)) == 1 }
}
