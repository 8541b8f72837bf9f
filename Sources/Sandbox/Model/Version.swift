/// The project's version; scripts/version sets it.
enum Version {
    static let text = "0.1.0"
}
