/// The users of a directory of any size. Each is computed from its number on request, without memory or a search.
struct GeneratedUsers: ComputedUsers {
    private static let chance = Array("GENERATED0000000".utf8)

    let total: Int
    let groups: [GroupRow]
    private let provider: Provider
    private let start: Timestamp
    /// Users whose numbers have the same remainder differ only in their unique attributes.
    private let templates: [UserTemplate]
    /// The numbers of the users to list: `first`, then every `stride`th.
    private var first = 0
    private var stride = 1
    private var end: Int

    init(of directory: DirectoryRow, provider: Provider, total: Int, start: Timestamp) {
        self.provider = provider
        self.total = total
        self.start = start
        groups = directory.groups
        templates = (0..<min(Person.namesakes, max(total, 1))).map {
            UserTemplate(Person(number: $0), of: directory, provider: provider)
        }
        end = total
    }

    var copy: @Sendable (DirectoryRow) -> (any ComputedUsers)? {
        { [provider, total, start, count = groups.count] directory in
            guard directory.groups.count == count else { return nil }
            return GeneratedUsers(of: directory, provider: provider, total: total, start: start)
        }
    }

    /// Users are assigned to the groups in turn, so that a group's members need no list either.
    func groupIndex(of number: Int) -> Int { number % groups.count }

    var active: Int {
        let (rounds, rest) = total.quotientAndRemainder(dividingBy: Person.namesakes)
        return total - rounds * Person.inactive(among: Person.namesakes) - Person.inactive(among: rest)
    }

    func selecting(group: GroupRow?, idpId: String?, email: String?) -> any PageSource {
        var selected = self
        if let group {
            selected.first = groups.firstIndex { $0 === group } ?? total
            selected.stride = max(groups.count, 1)
        }
        if idpId != nil || email != nil {
            let number = number(idpId: idpId, email: email)
            let isSelected =
                number.map { $0 >= selected.first && ($0 - selected.first) % selected.stride == 0 } ?? false
            selected.first = isSelected ? number ?? 0 : 0
            selected.end = isSelected ? selected.first + 1 : 0
            selected.stride = 1
        }
        return selected
    }

    var count: Int { max(0, (end - first + stride - 1) / stride) }

    func id(at index: Int) -> String { id(of: first + index * stride) }

    func write(rowAt index: Int, to text: inout [UInt8]) {
        write(first + index * stride, to: &text)
    }

    func position(of cursor: String) -> Range<Int>? {
        guard let number = number(ofId: cursor) else { return nil }
        let lower = min(max(0, (number - first + stride - 1) / stride), count)
        let isPresent = lower < count && first + lower * stride == number
        return lower..<lower + (isPresent ? 1 : 0)
    }

    func text(of number: Int) -> [UInt8] {
        var text: [UInt8] = []
        write(number, to: &text)
        return text
    }

    private func write(_ number: Int, to text: inout [UInt8]) {
        templates[number % templates.count].write(
            id: id(of: number),
            idpId: provider.idpId(Person(number: number)),
            emailSuffix: emailSuffix(of: number),
            number: number,
            created: start + Int64(number),
            to: &text
        )
        UserRow.writeClose(groups: groups.isEmpty ? [] : [groups[groupIndex(of: number)]], to: &text)
    }

    private func id(of number: Int) -> String {
        var characters = Array(ObjectKind.directoryUser.prefix.utf8)
        Identifier.append(UInt64((start + Int64(number)).milliseconds), digits: 10, to: &characters)
        return String(decoding: characters + Self.chance, as: UTF8.self)
    }

    func number(ofId id: String) -> Int? {
        let prefix = ObjectKind.directoryUser.prefix
        let characters = Array(id.utf8)
        guard id.hasPrefix(prefix), characters.count == prefix.utf8.count + 26,
            characters.suffix(16) == Self.chance[...],
            let time = Identifier.number(characters.dropFirst(prefix.utf8.count).prefix(10))
        else { return nil }
        let number = Int(time) - Int(start.milliseconds)
        return (0..<total).contains(number) ? number : nil
    }

    /// The first person of a name needs no suffix.
    private func emailSuffix(of number: Int) -> String { number < Person.namesakes ? "" : ".\(number)" }

    private func email(of number: Int) -> String? {
        templates[number % templates.count].email.map { $0.start + emailSuffix(of: number) + $0.end }
    }

    private func number(idpId: String?, email: String?) -> Int? {
        let candidates: Range<Int>
        if let idpId {
            guard let number = provider.number(ofIdpId: idpId), (0..<total).contains(number) else { return nil }
            candidates = number..<number + 1
        } else {
            candidates = Person.numbers(sharing: email ?? "", among: total)
        }
        guard let email = email?.lowercased() else { return candidates.first }
        return candidates.first { self.email(of: $0) == email }
    }
}
