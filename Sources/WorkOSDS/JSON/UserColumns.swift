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
        for field in UserField.allCases {
            if let opening = field.columnOpening, !write(field, opening, users, page) { return nil }
        }
        // The array ends with its bracket, behind the last user.
        let origin = (page.index.range(users.upperBound &- 1)?.upper ?? 0) &+ 1 &- array.count
        guard write("start", users, { page.index.range($0).map { $0.lower &- origin } }),
            write("end", users, { page.index.range($0).map { $0.upper &- origin } }), text.append("}")
        else { return nil }
        return UnsafeBufferPointer(start: text.bytes, count: text.count)
    }

    /// Values as they stand in the page.
    private func write(_ field: UserField, _ opening: UInt8, _ users: Range<Int>, _ page: Page) -> Bool {
        guard beginColumn(field.name) else { return false }
        for user in users {
            if user > users.lowerBound, !text.append(UInt8(ascii: ",")) { return false }
            guard let range = page.index.range(user, field: field.rawValue),
                case let value = ByteCursor(page.text.bytes, from: range.lower, to: range.upper),
                value.current == opening
            else {
                guard text.append("null") else { return false }
                continue
            }
            guard text.append(value.pointer, range.length) else { return false }
        }
        return text.append("]")
    }

    private func write(_ name: StaticString, _ users: Range<Int>, _ number: (Int) -> Int?) -> Bool {
        guard beginColumn(name) else { return false }
        for user in users {
            if user > users.lowerBound, !text.append(UInt8(ascii: ",")) { return false }
            guard text.append(decimal: number(user) ?? 0) else { return false }
        }
        return text.append("]")
    }

    private func beginColumn(_ name: StaticString) -> Bool {
        text.append(text.count == 0 ? "{\"" : ",\"") && text.append(name) && text.append("\":[")
    }
}

extension ByteBuffer {
    /// A number that is not negative.
    fileprivate func append(decimal number: Int) -> Bool {
        var unit = 1
        while number / unit >= 10 { unit &*= 10 }
        while unit > 0 {
            guard append(UInt8(truncatingIfNeeded: 0x30 &+ number / unit % 10)) else { return false }
            unit /= 10
        }
        return true
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
