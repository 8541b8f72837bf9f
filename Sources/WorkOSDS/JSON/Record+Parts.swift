/// What lies inside a record, indexed and decoded when first asked for; nil where it has not been.
struct RecordParts {
    var groups: GroupList?
    var roles: [DecodedText?]?
    var role: DecodedText??
    var counts: DirectoryCounts?
    var customAttributes: CustomAttributes??
    var eventContent: EventContent?

    var isTouched: Bool {
        groups != nil || roles != nil || role != nil || counts != nil || customAttributes != nil || eventContent != nil
    }
}

/// The groups of a user; a record is made when one is asked for.
final class GroupList {
    let index: RecordIndex
    fileprivate(set) var records: [Record?]

    init(_ index: RecordIndex) {
        self.index = index
        records = [Record?](repeating: nil, count: index.count)
    }
}

/// The `metadata` of a directory; -1 where a count is absent.
struct DirectoryCounts {
    var activeUsers: Int64 = -1
    var inactiveUsers: Int64 = -1
    var groups: Int64 = -1
}

extension Record {
    var groupCount: Int { groups?.index.count ?? 0 }

    /// nil for a number outside, and for an entry that is no object.
    func group(_ number: Int) -> Record? {
        guard let groups, number >= 0, number < groups.index.count else { return nil }
        if let known = groups.records[number] { return known }
        guard !isDecodedFully, groups.index.range(number) != nil else { return nil }
        let group = Record(.group, schemas)
        if !group.point(at: number, of: groups.index, in: text, keeping: groups.index) { noteShortage() }
        groups.records[number] = group
        return group
    }

    private var groups: GroupList? {
        if let known = parts.groups { return known }
        guard !isDecodedFully, let index = index(ofField: UserField.groups.rawValue, schemas.group, array: true) else {
            return nil
        }
        let list = GroupList(index)
        parts.groups = list
        return list
    }

    var roles: [DecodedText?] {
        if let known = parts.roles { return known }
        if isDecodedFully { return [] }
        var roles: [DecodedText?] = []
        if let index = index(ofField: UserField.roles.rawValue, schemas.role, array: true) {
            for number in 0..<index.count { roles.append(slug(index, number)) }
        }
        parts.roles = roles
        return roles
    }

    var role: DecodedText? {
        if let known = parts.role { return known }
        if isDecodedFully { return nil }
        let role = index(ofField: UserField.role.rawValue, schemas.role, array: false).flatMap { slug($0, 0) }
        parts.role = .some(role)
        return role
    }

    var counts: DirectoryCounts {
        if let known = parts.counts { return known }
        var counts = DirectoryCounts()
        let metadata = index(ofField: DirectoryField.metadata.rawValue, schemas.directoryMetadata, array: false)
        counts.groups = count(metadata?.range(0, field: 1))
        if let range = metadata?.range(0, field: 0), let users = index(of: range, schemas.userCounts, array: false) {
            counts.activeUsers = count(users.range(0, field: 0))
            counts.inactiveUsers = count(users.range(0, field: 1))
        }
        if !isDecodedFully { parts.counts = counts }
        return counts
    }

    var customAttributes: CustomAttributes? {
        if let known = parts.customAttributes { return known }
        guard !isDecodedFully, let range = fieldRange(UserField.customAttributes.rawValue) else { return nil }
        let attributes = CustomAttributes.parsing(text + range.lower, range.length)
        if attributes == nil { noteShortage() }
        parts.customAttributes = .some(attributes)
        return attributes
    }

    /// False when memory is out.
    func decodeParts() -> Bool {
        switch kind {
        case .directory: _ = counts
        case .group: break
        case .event: return eventContent.decodeAll()
        case .user:
            _ = roles
            _ = role
            for number in 0..<groupCount {
                if let group = group(number), !group.decodeAll() { return false }
            }
            _ = customAttributes
        }
        return true
    }

    private func slug(_ index: RecordIndex, _ number: Int) -> DecodedText? {
        index.range(number, field: 0).flatMap { decode($0) }
    }

    private func index(ofField field: Int, _ schema: Schema, array: Bool) -> RecordIndex? {
        fieldRange(field).flatMap { index(of: $0, schema, array: array) }
    }

    /// The objects of an array, or the one object, at a range checked before; nil if it is something else.
    func index(of range: TextRange, _ schema: Schema, array: Bool) -> RecordIndex? {
        let index = RecordIndex(schema)
        var scanner = Scanner(text, from: range.lower, to: range.upper)
        let opening = array ? UInt8(ascii: "[") : UInt8(ascii: "{")
        guard scanner.cursor.current == opening else { return nil }
        do throws(JSONFailure) {
            if array {
                try scanner.scanRecords(into: index, lenient: true)
            } else {
                try scanner.scanRecord(into: index)
            }
            return index
        } catch {
            switch error {
            case .outOfMemory, .tooManyRecords: noteShortage()
            default: break
            }
            return nil
        }
    }

    private func count(_ range: TextRange?) -> Int64 {
        guard let range else { return -1 }
        return IntegerReader.integer(ByteCursor(text, from: range.lower, to: range.upper)) ?? -1
    }
}
