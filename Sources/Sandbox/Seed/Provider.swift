/// A directory of the seed: the properties of its provider type, and its groups and users.
struct Provider: Sendable {
    var type: String
    var name: String
    /// Which of the three organizations it belongs to.
    var organization: Int
    var domain: String?
    var state = "linked"
    var users: Int
    var groups: [String]
    var hasRoles = true
    var idpId: @Sendable (Person) -> String
    var groupIdpId: @Sendable (Int, String) -> String
    var attributes: @Sendable (Person) -> JSONObject

    /// The domain of mail addresses; made of the directory's name if it has no domain.
    var mailDomain: String {
        domain ?? name.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) } + ".example"
    }

    static let all: [Provider] = scim + humanResources + files

    /// The directory that `--users` adds.
    static let large: Provider = {
        var provider = scim.first { $0.type == "okta scim v2.0" }!
        provider.name = "Large Directory"
        provider.domain = "large.example.com"
        provider.groups = ["Blue", "Green", "Orange", "Violet"]
        provider.idpId = { "00u" + digits($0.number, 17) }
        return provider
    }()

    /// The number in an id that `large` made.
    func number(ofIdpId id: String) -> Int? {
        guard let number = Int(id.dropFirst(3)), number >= 0, idpId(Person(number: number)) == id else { return nil }
        return number
    }

    static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    /// Pseudo-random text of the given length, the same each time.
    static func scramble(_ number: Int, _ salt: String, _ length: Int, _ alphabet: String) -> String {
        let alphabet = Array(alphabet)
        var state = salt.utf8.reduce(UInt64(number) &* 0x9E37_79B9_7F4A_7C15) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
        }
        var text = ""
        for _ in 0..<length {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            text.append(alphabet[Int(state >> 33) % alphabet.count])
        }
        return text
    }

    static func hexadecimal(_ number: Int, _ salt: String, _ length: Int) -> String {
        scramble(number, salt, length, "0123456789abcdef")
    }

    static func guid(_ number: Int, _ salt: String) -> String {
        let text = hexadecimal(number, salt, 30)
        let parts = [text.prefix(8), text.dropFirst(8).prefix(4), "4" + text.dropFirst(12).prefix(3)]
        return (parts + ["8" + text.dropFirst(15).prefix(3), text.dropFirst(18).prefix(12)]).joined(separator: "-")
    }

    static func alphanumeric(_ number: Int, _ salt: String, _ length: Int) -> String {
        scramble(number, salt, length, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ")
    }

    /// A group id made of the group's name, for providers without ids.
    static func slug(_ index: Int, _ name: String) -> String {
        String(name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }
}
