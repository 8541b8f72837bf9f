import Testing

@testable import WorkOSDS

struct SchemaTests {
    private let schema = Schema(
        "id\0name\0custom_attributes\0custom_attributed\0eight_by\0nine_byte", count: 6)

    private func field(_ key: String, of schema: Schema, guess: Schema.Key? = nil) -> Int? {
        var guess = guess ?? schema.first
        return withCursor(key) { schema.field(at: $0, length: key.utf8.count, guess: &guess) }
    }

    private func keys(of schema: Schema) -> [Schema.Key] {
        Array(
            sequence(first: schema.first) { schema.next(after: $0, length: CText.length($0.name)) }.prefix(schema.count)
        )
    }

    private func names(of schema: Schema) -> [String] {
        keys(of: schema).map { String(cString: $0.name) }
    }

    /// A field is identified by its index.
    @Test func namesAreInTheOrderOfTheFields() {
        #expect(
            names(of: schema).joined(separator: " ") == "id name custom_attributes custom_attributed eight_by nine_byte"
        )
        #expect(names(of: .elements) == [])
        #expect(names(of: UserField.schema)[UserField.customAttributes.rawValue] == "custom_attributes")
        #expect(names(of: UserField.schema)[UserField.updatedAt.rawValue...] == ["updated_at"])
        #expect(names(of: GroupField.schema)[GroupField.updatedAt.rawValue...] == ["updated_at"])
        #expect(names(of: DirectoryField.schema)[DirectoryField.updatedAt.rawValue...] == ["updated_at"])
        #expect(names(of: EventField.schema)[EventField.context.rawValue...] == ["context"])
        #expect(
            names(of: EventDataField.schema)[EventDataField.previousAttributes.rawValue...] == ["previous_attributes"])
    }

    @Test func findsEachNameWhateverTheGuess() {
        for guess in keys(of: schema) {
            for (number, name) in names(of: schema).enumerated() {
                #expect(field(name, of: schema, guess: guess) == number)
            }
        }
    }

    @Test func behindTheLastKeyTheFirstComesAgain() {
        var guess = schema.first
        let found = (names(of: schema) + ["id"]).map { name in
            withCursor(name) { schema.field(at: $0, length: name.utf8.count, guess: &guess) }
        }
        #expect(found == [0, 1, 2, 3, 4, 5, 0] && guess.field == 1)
    }

    @Test(arguments: [
        "", "i", "ix", "idd", "ID", "nam", "names", "custom_attribute", "custom_attributez", "custom_attributes_",
        "eight_bx", "nine_bytf",
        "nine_bytes", "xine_byte", "id name", " ", "id ", "a key that is longer than any of the names", "\u{0}",
        "id\u{0}",
    ])
    func findsNoOther(_ key: String) { #expect(field(key, of: schema) == nil) }

    /// Only the key's bytes are compared, not those after it.
    @Test func looksNoFurtherThanTheKey() {
        var guess = schema.first
        withCursor("id\":1") { #expect(schema.field(at: $0, length: 2, guess: &guess) == 0) }
        withCursor("name") { #expect(schema.field(at: $0, length: 2, guess: &guess) == nil) }
    }

    @Test func everySchemaFindsItsOwnNames() {
        let all: [Schema] = [
            DirectoryField.schema, GroupField.schema, UserField.schema, EventField.schema, EventDataField.schema,
            .role, .directoryMetadata, .userCounts, .envelope, .listMetadata, .errorBody, .fieldError,
        ]
        for schema in all {
            let names = names(of: schema)
            #expect(!names.contains("") && Set(names).count == schema.count)
            for (number, name) in names.enumerated() { #expect(field(name, of: schema) == number) }
        }
    }
}
