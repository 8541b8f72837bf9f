import CPlatform
import Testing

@testable import WorkOSDS

struct RecordTests {
    /// A copied record, read after its text was freed.
    private func record(_ kind: Record.Kind, _ given: String) throws -> Record {
        let page = Page(kind.schema)
        _ = page.text.append(bytes(given), given.utf8.count)
        try page.parse(.record)
        let borrowed = Record(kind)
        borrowed.point(at: 0, of: page.index, in: page.text.bytes)
        let copy = borrowed.copy()
        page.removeAll()
        return try #require(copy)
    }

    private func owned(_ text: UnsafeMutablePointer<CChar>?) -> String? {
        text.map { pointer in
            defer { free(pointer) }
            return String(cString: pointer)
        }
    }

    @Test func decodesTextsAndNothingElse() throws {
        let user = try record(
            .user, #"{"id":"u","email":"\u00e9","state":7,"name":null,"username":["x"],"first_name":"a\u0000b"}"#)
        #expect(user.string(UserField.id) == "u")
        #expect(user.string(UserField.email) == "é")
        #expect(user.string(UserField.firstName) == "a\u{FFFD}b")
        for field in [UserField.state, .name, .username, .lastName] { #expect(user.decodedText(field.rawValue) == nil) }
        #expect(user.decodedText(99) == nil)
        #expect(owned(user.fieldJSON(UserField.state.rawValue)) == "7")
        #expect(owned(user.fieldJSON(UserField.name.rawValue)) == "null")
        #expect(owned(user.fieldJSON(UserField.lastName.rawValue)) == nil)
    }

    @Test func decodesAFieldOnce() throws {
        let user = try record(.user, #"{"id":"\u0075"}"#)
        #expect(user.decodedText(UserField.id.rawValue)?.start == user.decodedText(UserField.id.rawValue)?.start)
    }

    @Test(
        arguments: [
            (#"{"role":{"slug":"admin"},"roles":[{"slug":"a"},{"slug":"b"}]}"#, "admin", ["a", "b"]),
            (#"{"role":null,"roles":[]}"#, nil, []), (#"{}"#, nil, []),
            (#"{"role":"admin","roles":{"slug":"a"}}"#, nil, []),
            (#"{"role":{"slug":1},"roles":[{"slug":null},{},7,{"slug":"x"}]}"#, nil, [nil, nil, nil, "x"]),
            (#"{"role":{"x":1,"slug":"s"},"roles":null}"#, "s", []),
        ] as [(String, String?, [String?])])
    func roles(_ given: String, _ role: String?, _ roles: [String?]) throws {
        let user = try record(.user, given)
        withExtendedLifetime(user) {
            let slugs = (0..<(user.roles?.count ?? 0)).map { user.roles?[$0].map { String(cString: $0) } }
            #expect(
                user.role.map { String(cString: $0) } == role && slugs == roles && user.roles?[-1] == nil
                    && user.roles?[roles.count] == nil
            )
        }
    }

    @Test func groupsAreRecordsThemselves() throws {
        let user = try record(.user, #"{"groups":[{"id":"g1","name":"One"},5,{"id":"g\u0032"}]}"#)
        #expect(user.groupCount == 3)
        #expect((-1...3).map { user.group($0)?.string(GroupField.id) } == [nil, "g1", nil, "g2", nil])
        #expect(user.group(0) === user.group(0) && user.group(1) == nil)
        #expect(try #require(user.group(0)?.copy()).string(GroupField.name) == "One")
        #expect(try record(.user, #"{"groups":null}"#).groupCount == 0)
        #expect(try record(.user, #"{"groups":{"id":"g"}}"#).groupCount == 0)
    }

    /// Reading a group takes constant time, whatever their number.
    @Test func manyGroupsTakeLinearTime() throws {
        let given = #"{"groups":[\#(Array(repeating: "{}", count: 10_000).joined(separator: ","))]}"#
        let duration = try processorTime {
            let user = try record(.user, given)
            #expect(user.groupCount == 10_000 && user.group(9_999) != nil)
        }
        #expect(duration < .seconds(2))
    }

    @Test(
        arguments: [
            (#"{"metadata":{"users":{"active":42,"inactive":8},"groups":5}}"#, 42, 8, 5), (#"{}"#, -1, -1, -1),
            (#"{"metadata":null}"#, -1, -1, -1),
            (#"{"metadata":{"users":{"active":"42","inactive":1.5},"groups":1e3}}"#, -1, -1, -1),
            (#"{"metadata":{"users":[],"groups":0}}"#, -1, -1, 0),
            (#"{"metadata":{"users":{"active":9223372036854775807},"groups":99999999999999999999}}"#, .max, -1, -1),
        ] as [(String, Int64, Int64, Int64)])
    func counts(_ given: String, _ active: Int64, _ inactive: Int64, _ groups: Int64) throws {
        let counts = try record(.directory, given).counts
        #expect(counts.activeUsers == active && counts.inactiveUsers == inactive && counts.groups == groups)
    }

    @Test func customAttributesKeepTheirTypes() throws {
        let given =
            #"{"custom_attributes":{"t":"x","i":42,"r":1.5,"b":true,"n":null,"a":[1],"o":{},"":"empty","big":99999999999999999999,"i":43}}"#
        let attributes = try #require(try record(.user, given).customAttributes)
        #expect(
            (0..<attributes.count).map { attributes.key(at: $0).map { String(cString: $0) } } == [
                "t", "i", "r", "b", "n", "a", "o", "", "big",
            ])
        #expect(attributes.integer("i") == 43 && attributes.text("i", exact: true) == nil && attributes.real("i") == 43)
        #expect(
            attributes.text("t", exact: true)?.string == "x" && attributes.text("", exact: false)?.string == "empty")
        #expect(
            attributes.text("big", exact: false)?.string == "99999999999999999999" && attributes.integer("big") == nil)
        #expect(attributes.real("r") == 1.5 && attributes.boolean("b") == true && attributes.boolean("n") == nil)
        #expect(owned(attributes.json("a")) == "[1]" && attributes.json("none") == nil)
        #expect(attributes.key(at: -1) == nil && attributes.key(at: 9) == nil)
        #expect(try record(.user, "{}").customAttributes == nil)
        #expect(try record(.user, #"{"custom_attributes":null}"#).customAttributes?.count == 0)
    }

    /// A text with its length is exact; a C string has U+FFFD instead of a NUL.
    @Test func noTextIsCutShort() throws {
        let given =
            #"{"id":"a\u0000b","custom_attributes":{"t":"\u0000x\u0000","u":"y"},"roles":[{"slug":"\u0000"}],"groups":[{"id":"\u0000g"}]}"#
        let user = try record(.user, given)
        try withExtendedLifetime(user) {
            #expect(user.string(UserField.id) == "a\u{FFFD}b" && user.group(0)?.string(GroupField.id) == "\u{FFFD}g")
            #expect(user.roles?[0].map { String(cString: $0) } == "\u{FFFD}")
            let attributes = try #require(user.customAttributes)
            #expect(attributes.text("t", exact: true)?.string == "\0x\0")
            #expect(attributes.text("t", exact: false)?.string == "\u{FFFD}x\u{FFFD}")
            #expect(attributes.text("u", exact: false)?.string == "y")
        }
    }

    @Test(arguments: ["0", "-0", "1", "9007199254740993", "-9223372036854775808", "0.5", "1e3", "1.0"])
    func numbersAreReals(_ number: String) throws {
        let attributes = try #require(try record(.user, #"{"custom_attributes":{"n":\#(number)}}"#).customAttributes)
        #expect(attributes.real("n") == Double(number))
        #expect((attributes.integer("n") == nil) == number.contains { ".e".contains($0) })
    }

    /// Any number of keys, each with its own value.
    @Test func manyAttributes() throws {
        let members = (0..<5000).map { #""key \#($0 % 4000)":\#($0)"# }.joined(separator: ", ")
        let attributes = try #require(try record(.user, #"{"custom_attributes":{\#(members)}}"#).customAttributes)
        #expect(attributes.count == 4000)
        for number in 0..<4000 {
            let expected = Int64(number < 1000 ? number + 4000 : number)
            if attributes.integer("key \(number)") != expected { Issue.record("key \(number)") }
        }
        #expect(attributes.integer("key 4000") == nil)
    }

    /// Documented members first, then the newer ones, on one line.
    @Test func jsonIsCompact() throws {
        let json = owned(
            try record(.group, "{ \"new \" : [ 1 ,\n\t{ \"a b\" : \"c \\\\\\\" d\" } ] , \"id\":\t\"g\" }").json())
        #expect(
            json == #"{"object":null,"id":"g","idp_id":null,"directory_id":null,"organization_id":null,"name":null,"#
                + #""raw_attributes":null,"created_at":null,"updated_at":null,"new ":[1,{"a b":"c \\\" d"}]}"#)
    }

    @Test(arguments: [
        ("linked", "active"), ("unlinked", "inactive"), ("validating", "validating"), ("Linked", "Linked"),
    ])
    func jsonNamesTheStateAsDocumented(_ wire: String, _ expected: String) throws {
        let json = try #require(
            owned(try record(.directory, #"{"state":"\#(wire)","newer":{"a":[1.50]},"id":"d"}"#).json()))
        #expect(json.hasPrefix(#"{"object":null,"id":"d","organization_id":null,"external_key":null,"#))
        #expect(
            json.contains(#""state":"\#(expected)""#) && json.hasSuffix(#","updated_at":null,"newer":{"a":[1.50]}}"#))
    }

    @Test(
        arguments: [
            ("dsync.user.created", "u", nil, nil, "d", "o"), ("dsync.group.updated", nil, "u", nil, "d", "o"),
            ("dsync.deleted", nil, nil, "u", "u", "o"),
            ("dsync.group.user_added", "inner", "g", nil, "d", "o"), ("dsync.new", nil, nil, nil, "d", "o"),
            ("user.created", nil, nil, nil, "d", "o"),
        ] as [(String, String?, String?, String?, String?, String?)])
    func eventsHoldRecords(
        _ name: String, _ user: String?, _ group: String?, _ directory: String?, _ directoryID: String?,
        _ organizationID: String?
    ) throws {
        let data = #"{"id":"u","directory_id":"d","organization_id":"o","user":{"id":"inner"},"group":{"id":"g"}}"#
        let event = try record(.event, #"{"event":"\#(name)","data":\#(data)}"#)
        try withExtendedLifetime(event) {
            let content = try #require(event.eventContent)
            #expect(content.user?.string(UserField.id) == user && content.group?.string(GroupField.id) == group)
            #expect(content.directory?.string(DirectoryField.id) == directory)
            #expect(content.directoryID.map { String(cString: $0) } == directoryID)
            #expect(content.organizationID.map { String(cString: $0) } == organizationID)
        }
    }

    @Test func aPlaceWithoutARecordReadsAsNothing() {
        let record = Record(.user)
        #expect(record.range == nil && record.copy() == nil && record.json() == nil)
        #expect(
            record.decodedText(0) == nil && record.groupCount == 0 && record.roles == nil
                && record.customAttributes == nil)
    }
}
