import Glibc
import WorkOSDirectorySync

/// Which environment the file is of. Another server is another environment; another key may be a new one of the same,
/// which then knows the directories that are in the file.
struct Environment {
    /// So many of the directories are asked for.
    private static let asked = 3

    private let context: MirrorContext
    private let baseURL: String
    private let keyDigest: String

    init(_ context: MirrorContext, baseURL: String?, key: String?) throws {
        self.context = context
        let url = baseURL ?? Self.variable("WORKOS_BASE_URL") ?? "https://api.workos.com"
        self.baseURL = url.hasSuffix("/") ? String(url.dropLast()) : url
        // HMAC-SHA256, of which a part is kept: it tells keys apart and leads back to none.
        let secret = key ?? Self.variable("WORKOS_API_KEY") ?? ""
        let signature =
            secret.isEmpty
            ? "" : try Webhook.sign(payload: Array("workosds mirror".utf8), secret: secret, nowMilliseconds: 0)
        keyDigest = String(signature.suffix(16))
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Throws where the file is of another environment.
    func check() throws {
        let state = try context.store.state()
        if state.baseURL == baseURL, state.keyDigest == keyDigest { return }
        if let known = state.baseURL, known != baseURL {
            throw MirrorError.configuration(
                "the file mirrors \(known), and this run would ask \(baseURL): another environment's records must not "
                    + "be mixed into it. Use another --database")
        }
        if state.keyDigest != nil { try checkDirectories() }
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
            "this API key does not know the directories that are in the file: it is of another environment. Use the "
                + "key that the file was made with, or another --database")
    }
}
