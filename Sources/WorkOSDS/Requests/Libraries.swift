/// The libraries that this one uses, as loaded in this process. The loader resolves symbols by name, so another version
/// or another library may answer than the one that was linked.
enum Libraries {
    /// Fails early for problems that would be worse later. Called for each new client; libcurl is initialized by the
    /// first one.
    static func check() throws(Failure) {
        // libcurl opens the file when it is initialized, for the whole process, and has no option to prevent that.
        if Environment.isWithheld("SSLKEYLOGFILE") {
            throw .invalidArgument(
                "SSLKEYLOGFILE is set in a set-user-id program and would write its TLS secrets to a file: unset it before the first client is made"
            )
        }
        guard Libcurl.initialize() else { throw Failure(.internalError, "libcurl could not be initialized") }
        guard Libcurl.isUsable else {
            throw Failure(.internalError, "libcurl 7.76 or newer with TLS and asynchronous name look-up is needed")
        }
        guard JSONValue.isUsable else {
            throw Failure(
                .internalError,
                "another library answers for jansson (json-c exports json_object_get too): load that one privately")
        }
    }
}
