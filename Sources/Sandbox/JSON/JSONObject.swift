/// The members of an object in order. Objects here are small: a linear search is faster than hashing.
struct JSONObject: Equatable, Sendable, ExpressibleByDictionaryLiteral {
    /// A key and its value.
    struct Member: Equatable, Sendable {
        var key: String
        var value: JSON

        init(_ key: String, _ value: JSON) {
            self.key = key
            self.value = value
        }
    }

    private(set) var members: [Member]

    init(_ members: [Member]) {
        self.members = members
    }

    init(dictionaryLiteral elements: (String, JSON)...) {
        members = elements.map(Member.init)
    }

    /// Assigning to an existing member keeps its place; a new one is appended; nil removes it.
    subscript(key: String) -> JSON? {
        get { members.first { $0.key == key }?.value }
        set {
            let index = members.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(key, value))
            case (nil, nil): break
            }
        }
    }

    var text: [UInt8] {
        var text: [UInt8] = []
        write(to: &text)
        return text
    }

    func write(to text: inout [UInt8]) {
        writeOpen(to: &text)
        text.append(UInt8(ascii: "}"))
    }

    /// Everything but the closing brace, so that a member can be appended.
    func writeOpen(to text: inout [UInt8]) {
        text.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            JSON.write(member.key, to: &text)
            text.append(UInt8(ascii: ":"))
            member.value.write(to: &text)
        }
    }

    mutating func merge(_ other: JSONObject) {
        for member in other.members { self[member.key] = member.value }
    }

    /// The `previous_attributes` of an event: the old values of the members that differ, null for new ones, and the
    /// same for each member of `custom_attributes`.
    func previousAttributes(after new: JSONObject) -> JSONObject {
        var previous = JSONObject([])
        let added = new.members.filter { self[$0.key] == nil }
        for key in members.map(\.key) + added.map(\.key) where key != "updated_at" {
            let (before, after) = (self[key], new[key])
            guard before != after else { continue }
            if key == "custom_attributes", let before = before?.object, let after = after?.object {
                previous[key] = .object(before.previousAttributes(after: after))
            } else {
                previous[key] = before ?? .null
            }
        }
        return previous
    }
}
