/// Users turned into columns: a JSON object of arrays, each with an element for every user. Its memory is kept from page
/// to page.
final class UserColumns {
    private let text = ByteBuffer()

    /// The members that are columns, then where the users lie in the array that the page has lent. nil when memory is
    /// out.
    func write(
        _ users: Range<Int>, of page: Page, lent array: UnsafeBufferPointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8>? {
        text.removeAll()
        for number in 0..<page.index.schema.count {
            guard let field = UserField(rawValue: number), let opening = field.columnOpening else { continue }
            let name = page.index.schema.name(number)
            guard writeColumn(name.start, name.length, users, { writeValue(of: $0, field, opening, page) }) else {
                return nil
            }
        }
        // The array ends with its bracket, behind the last user.
        let origin = (page.index.range(users.upperBound &- 1)?.upper ?? 0) &+ 1 &- array.count
        func writePlace(_ place: Int?) -> Bool { text.append(decimal: (place ?? origin) &- origin) }
        let (start, end): (StaticString, StaticString) = ("start", "end")
        guard writeColumn(start.utf8Start, 5, users, { writePlace(page.index.range($0)?.lower) }),
            writeColumn(end.utf8Start, 3, users, { writePlace(page.index.range($0)?.upper) }), text.append("}")
        else { return nil }
        return UnsafeBufferPointer(start: text.bytes, count: text.count)
    }

    private func writeColumn(
        _ name: UnsafePointer<UInt8>, _ length: Int, _ users: Range<Int>, _ writeElement: (Int) -> Bool
    ) -> Bool {
        guard text.append(text.count == 0 ? "{\"" : ",\""), text.append(name, length), text.append("\":[") else {
            return false
        }
        for user in users {
            if user > users.lowerBound, !text.append(UInt8(ascii: ",")) { return false }
            if !writeElement(user) { return false }
        }
        return text.append("]")
    }

    /// As it stands in the page.
    private func writeValue(of user: Int, _ field: UserField, _ opening: UInt8, _ page: Page) -> Bool {
        guard let range = page.index.range(user, field: field.rawValue) else { return text.append("null") }
        let value = ByteCursor(page.text.bytes, from: range.lower, to: range.upper)
        return value.current == opening ? text.append(value.pointer, range.length) : text.append("null")
    }
}

extension UserField {
    /// What a value begins with that is of the documented kind; nil for what is no column: "object", and what the API
    /// sends to older teams only.
    var columnOpening: UInt8? {
        switch self {
        case .id, .directoryID, .organizationID, .idpID, .email, .firstName, .lastName, .name, .jobTitle, .username,
            .state, .createdAt, .updatedAt:
            UInt8(ascii: "\"")
        case .role, .customAttributes: UInt8(ascii: "{")
        case .roles: UInt8(ascii: "[")
        case .object, .emails, .rawAttributes, .groups: nil
        }
    }
}
