/// What is read from a page without keeping it.
extension Store {
    /// The ids of its records.
    func identifiers(in page: Page) throws -> [String] {
        let dialect = dialect(for: page)
        return try query(
            "SELECT \(dialect.member("id")) AS id FROM \(dialect.records(of: "?1"))", [], page: page
        )
        .compactMap { $0.text("id") }
    }
}
