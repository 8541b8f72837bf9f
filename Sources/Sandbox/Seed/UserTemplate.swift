/// The JSON of a user with gaps for the unique attributes. Filling the gaps is much faster than building the members
/// and writing them.
struct UserTemplate: Sendable {
    /// A gap is a character of Unicode's private use area, which no attribute contains.
    private enum Gap: UInt8, CaseIterable {
        case id = 0x80
        case idpId
        case emailSuffix
        case employeeNumber
        case created
        case updated

        var text: String { String(decoding: [0xEE, 0x80, rawValue], as: UTF8.self) }
        var json: JSON { .string(text) }
    }

    private let pieces: [(text: [UInt8], gap: Gap?)]
    /// Milliseconds from creation to the last change.
    private let age: Int64
    /// The parts of the address before and after the gap; nil if there is no address.
    let email: (start: String, end: String)?

    init(_ person: Person, of directory: DirectoryRow, provider: Provider) {
        age = person.age
        email = person.email(provider: provider).map { _ in (person.login, "@\(provider.mailDomain)") }
        var members = person.members(
            id: Gap.id.text,
            directory: directory.id,
            organization: directory.organization,
            provider: provider,
            created: Timestamp(milliseconds: 0)
        )
        members["idp_id"] = Gap.idpId.json
        if let email { members["email"] = .string(email.start + Gap.emailSuffix.text + email.end) }
        var attributes = provider.attributes(person)
        attributes["employeeId"] = Gap.employeeNumber.json
        members["custom_attributes"] = .object(attributes)
        members["created_at"] = Gap.created.json
        members["updated_at"] = Gap.updated.json
        var text: [UInt8] = []
        members.writeOpen(to: &text)
        pieces = Self.split(text)
    }

    private static func split(_ text: [UInt8]) -> [(text: [UInt8], gap: Gap?)] {
        var pieces: [(text: [UInt8], gap: Gap?)] = []
        var piece: [UInt8] = []
        var rest = text[...]
        while let byte = rest.first {
            if byte == 0xEE, rest.dropFirst().first == 0x80, let gap = rest.dropFirst(2).first.flatMap(Gap.init) {
                pieces.append((piece, gap))
                piece = []
                rest = rest.dropFirst(3)
            } else {
                piece.append(byte)
                rest = rest.dropFirst()
            }
        }
        return pieces + [(piece, nil)]
    }

    /// Everything up to the groups.
    func write(id: String, idpId: String, emailSuffix: String, number: Int, created: Timestamp, to text: inout [UInt8])
    {
        for piece in pieces {
            text.append(contentsOf: piece.text)
            switch piece.gap {
            case .id: text.append(contentsOf: id.utf8)
            case .idpId: text.append(contentsOf: idpId.utf8)
            case .emailSuffix: text.append(contentsOf: emailSuffix.utf8)
            case .employeeNumber: text.append(contentsOf: Person(number: number).employeeNumber.utf8)
            case .created: created.write(to: &text)
            case .updated: (created + age).write(to: &text)
            case nil: break
            }
        }
    }
}
