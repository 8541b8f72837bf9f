import Glibc
import WorkOSDirectorySync

/// Checks the environment of the file. Another server is another environment. Another key may belong to the same one;
/// then it has access to the file's directories.
struct Environment {
    /// How many of the directories are requested.
    private static let asked = 3

    private let context: MirrorContext
    private let baseURL: String
    private let keyDigest: String

    init(_ context: MirrorContext, baseURL: String?, key: String?) throws {
        self.context = context
        let url = baseURL ?? Self.variable("WORKOS_BASE_URL") ?? "https://api.workos.com"
        self.baseURL = url.hasSuffix("/") ? String(url.dropLast()) : url
        // A part of an HMAC-SHA256, which distinguishes keys but does not reveal them.
        let secret = key ?? Self.variable("WORKOS_API_KEY") ?? ""
        let signature =
            secret.isEmpty
            ? "" : try Webhook.sign(payload: Array("workosds mirror".utf8), secret: secret, nowMilliseconds: 0)
        keyDigest = String(signature.suffix(16))
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Throws if the file belongs to another environment.
    /// - Parameter isStored: whether the next run may use this key without a check.
    func check(isStored: Bool = true) throws {
        let state = try context.store.state()
        if state.baseURL == baseURL, state.keyDigest == keyDigest { return }
        if let known = state.baseURL, known != baseURL {
            throw MirrorError.configuration(
                "the file mirrors \(known), but this run uses \(baseURL): records of two environments must not be "
                    + "mixed. Use another --database")
        }
        if state.keyDigest != nil { try checkDirectories() }
        guard isStored else { return }
        try context.store.transaction {
            try context.store.execute(
                "UPDATE mirror_state SET base_url = ?1, key_digest = ?2", [.text(baseURL), .text(keyDigest)])
        }
    }

    private func checkDirectories() throws {
        let ids = try context.store.query("SELECT id FROM directories ORDER BY id DESC LIMIT ?1", [Value(Self.asked)])
            .compactMap { $0.text("id") }
        let inquiries = try Inquiries(context, about: ids)
        var isMissing = false
        for id in ids {
            switch inquiries.answer(.directory(id)) {
            case .record: return
            case .failed(let error): throw error
            case .missing, .groups, nil: isMissing = true
            }
        }
        guard isMissing else { return }
        throw MirrorError.configuration(
            "this API key has no access to the directories in the file: it belongs to another environment. Use the "
                + "original key, or another --database")
    }
}
