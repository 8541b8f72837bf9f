/// Records that cannot be stored: `status` names them.
extension Store {
    /// See `Page.separated(longestID:)`.
    func canStore(id: String) -> Bool {
        id.utf8.count <= longestID && !id.unicodeScalars.contains { $0 == "\0" || $0 == "\u{FFFD}" }
    }

    func noteLeftOut(_ id: String, _ kind: String, in directory: String) throws {
        try execute(
            "INSERT INTO left_out_records (directory_id, kind, id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            [.text(directory), .text(kind), .text(id)])
    }

    /// Before the directory is listed again. The list of directories is that of the directory ''.
    func forgetLeftOut(of directory: String) throws {
        try execute("DELETE FROM left_out_records WHERE directory_id = ?1", [.text(directory)])
    }
}
