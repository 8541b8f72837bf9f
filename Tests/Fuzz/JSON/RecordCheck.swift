import CJansson
import CPlatform

/// Every getter of a record, compared with jansson's value.
enum RecordCheck {
    static func compare(_ record: Record, _ tree: Tree) {
        for (field, name) in names(record.kind.schema).enumerated() { compareField(record, field, tree.member(name)) }
        switch record.kind {
        case .directory: compareCounts(record.counts, tree.member("metadata"))
        case .group: break
        case .user: compareParts(record, tree)
        case .event: EventCheck.compare(require(record.eventContent, "the content of an event"), tree)
        }
        compareJSON(record, tree)
    }

    private static func names(_ schema: Schema) -> [String] {
        var key = schema.first
        return (0..<schema.count).map { _ in
            defer { key = schema.next(after: key, length: CText.length(key.name)) }
            return String(cString: key.name)
        }
    }

    private static func compareField(_ record: Record, _ field: Int, _ tree: Tree?) {
        let decoded = record.decodedText(field)
        require((record.fieldRange(field) != nil) == (tree != nil), "a field that is there")
        requireText(decoded, tree?.text.map { readable($0) })
        guard let tree else { return require(record.fieldJSON(field) == nil, "no JSON of an absent field") }
        Tree.parsing(owned: record.fieldJSON(field)) { require(tree.equals($0), "a field's JSON") }
    }

    /// The replacement for NULs in a C string.
    static func readable(_ text: [UInt8]) -> [UInt8] { Array(text.terminated.dropLast()) }

    static func requireText(_ decoded: DecodedText?, _ expected: [UInt8]?) {
        guard let expected else { return require(decoded == nil, "no text where jansson has none") }
        let decoded = require(decoded, "the text that jansson has")
        let bytes = UnsafeRawBufferPointer(start: decoded.start, count: decoded.length)
        require(bytes.elementsEqual(expected), "a text equal to jansson's")
        require(decoded.start[decoded.length] == 0, "a text that ends in NUL")
    }

    static func requireText(_ text: UnsafePointer<CChar>?, _ expected: [UInt8]?) {
        requireText(text.map { DecodedText(start: $0, length: CText.length($0)) }, expected)
    }

    private static func compareCounts(_ counts: DirectoryCounts, _ metadata: Tree?) {
        let users = metadata?.member("users")
        require(counts.groups == metadata?.member("groups")?.integer ?? -1, "the count of groups")
        require(counts.activeUsers == users?.member("active")?.integer ?? -1, "the count of active users")
        require(counts.inactiveUsers == users?.member("inactive")?.integer ?? -1, "the count of inactive users")
    }

    private static func compareParts(_ user: Record, _ tree: Tree) {
        requireText(
            user.role,
            tree.member("role")?.member("slug")?.text.map { readable($0) })
        let roles = tree.member("roles")?.elements ?? []
        require(user.roles?.count ?? 0 == roles.count, "the number of roles")
        for (number, expected) in roles.enumerated() {
            requireText(user.roles?[number], expected.member("slug")?.text.map { readable($0) })
        }
        let groups = tree.member("groups")?.elements ?? []
        require(user.groupCount == groups.count && user.group(groups.count) == nil, "the number of groups")
        for (number, expected) in groups.enumerated() {
            let group = user.group(number)
            require((group != nil) == expected.isObject, "a group where there is an object")
            if let group { compare(group, expected) }
        }
        compareAttributes(user.customAttributes, tree.member("custom_attributes"))
    }

    private static func compareAttributes(_ attributes: CustomAttributes?, _ tree: Tree?) {
        guard let tree else { return require(attributes == nil, "no custom attributes") }
        let attributes = require(attributes, "custom attributes")
        require(attributes.count == tree.memberCount, "the number of custom attributes")
        for (index, key) in tree.keys.enumerated() {
            require(strcmp(require(attributes.key(at: index), "a key"), key) == 0, "the keys in their order")
            compareAttribute(attributes, key, require(tree.member(key), "the attribute as jansson has it"))
        }
        require(attributes.key(at: attributes.count) == nil && attributes.key(at: -1) == nil, "no key outside")
    }

    private static func compareAttribute(_ attributes: CustomAttributes, _ key: UnsafePointer<CChar>, _ tree: Tree) {
        requireText(attributes.text(key, exact: true), tree.text)
        requireText(attributes.text(key, exact: false), tree.text.map { readable($0) })
        require(attributes.integer(key) == tree.integer, "an integer")
        let isNumber = tree.type == JSON_REAL || tree.type == JSON_INTEGER
        require(attributes.real(key) == (isNumber ? json_number_value(tree.pointer) : nil), "a real")
        require(attributes.boolean(key) == tree.boolean, "a boolean")
        Tree.parsing(owned: attributes.json(key)) { require(tree.equals($0), "an attribute's JSON") }
    }

    /// All documented members are present and newer ones are unchanged; only a directory's state is renamed.
    private static func compareJSON(_ record: Record, _ tree: Tree) {
        Tree.parsing(owned: record.json()) { parsed in
            let parsed = require(parsed, "JSON that jansson reads")
            for name in names(record.kind.schema) { require(parsed.member(name) != nil, "a documented member") }
            for key in tree.keys where record.kind != .directory || strcmp(key, "state") != 0 {
                require(parsed.member(key)?.equals(tree.member(key)) == true, "a member in the record's JSON")
            }
        }
    }
}
