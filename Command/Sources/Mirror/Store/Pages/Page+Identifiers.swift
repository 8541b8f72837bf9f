/// Records whose ids cannot be stored.
///
/// PostgreSQL stores no U+0000, and its keys have a limit. U+FFFD can stand for a lone surrogate, so several ids of the
/// service can be the same here. Such a record is left out, because another one must not be taken for it.
extension Page {
    private static let replacement = Array("\u{FFFD}".utf8)

    /// The page without these records, and their ids with U+0000 as U+2400.
    func separated(longestID limit: Int) -> (page: Page, leftOut: [String]) {
        var leftOut: [String] = []
        var kept: [JSONText] = []
        let signs = [Self.replacement] + (standIn.map { [Array($0.utf8)] } ?? [])
        for record in content.records {
            let id = content.identifier(of: record)
            if let id, id.end - id.start > limit || signs.contains(where: { id.holds($0) }) {
                leftOut.append(shown(id))
            } else {
                kept.append(record.text)
            }
        }
        if leftOut.isEmpty { return (self, []) }
        var text = [UInt8(ascii: "[")]
        for record in kept {
            if text.count > 1 { text.append(UInt8(ascii: ",")) }
            text.append(contentsOf: record.bytes)
        }
        return (Page(bytes: text + [UInt8(ascii: "]")], standIn: standIn), leftOut)
    }

    /// Whether a record has none, or an empty one.
    var lacksIdentifier: Bool {
        content.records.contains { record in content.identifier(of: record).map { $0.start == $0.end } ?? true }
    }

    var shownIdentifiers: [String] { content.records.compactMap(content.identifier).map(shown) }

    /// The member `created_at` of the last record.
    var lastCreatedAt: String? {
        guard let record = content.records.last,
            let member = content.members[record.members].last(where: { $0.column == PageContent.createdAt }),
            member.value.isString
        else { return nil }
        return String(decoding: member.value.inside.unescaped(), as: UTF8.self)
    }

    /// Each record as a page.
    var singles: [Page] {
        content.records.map {
            Page(bytes: [UInt8(ascii: "[")] + $0.text.bytes + [UInt8(ascii: "]")], standIn: standIn)
        }
    }

    /// Long ones are cut.
    private func shown(_ id: JSONText) -> String {
        let text = String(decoding: id.unescaped(), as: UTF8.self)
        let whole = standIn.map { standIn in
            text.split(separator: Character(standIn), omittingEmptySubsequences: false).joined(separator: "\u{2400}")
        }
        return String((whole ?? text).prefix(100))
    }
}

extension PageContent {
    /// Without quotes; nil if it is not a string.
    fileprivate func identifier(of record: Record) -> JSONText? {
        guard let member = members[record.members].last(where: { $0.column == Self.identifier }), member.value.isString
        else { return nil }
        return member.value.inside
    }
}

extension JSONText {
    fileprivate func holds(_ sought: [UInt8]) -> Bool {
        guard bytes.contains(sought[0]) || hasEscape else { return false }
        let text = hasEscape ? unescaped() : Array(bytes)
        return text.indices.contains { text[$0...].starts(with: sought) }
    }
}
