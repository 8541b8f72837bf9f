import Testing

@testable import WorkOSDS

struct SchemaTests {
    private let schema = Schema("id name custom_attributes custom_attributed eight_by nine_byte")

    private func field(_ key: String, guess: Int = 0) -> Int? {
        withCursor(key) { schema.field(at: $0, length: key.utf8.count, guess: guess) }
    }

    private func names(of schema: Schema) -> [String] {
        (0..<schema.count).map {
            text(UnsafeBufferPointer(start: schema.name($0).start, count: schema.name($0).length))
        }
    }

    /// A field is known by its place.
    @Test func namesAreInTheOrderOfTheFields() {
        let schemas = Schemas.shared
        #expect(
            names(of: schema).joined(separator: " ") == "id name custom_attributes custom_attributed eight_by nine_byte"
        )
        #expect(names(of: Schema("")) == [])
        #expect(names(of: schemas.user).count == UserField.updatedAt.rawValue + 1)
        #expect(names(of: schemas.user)[UserField.customAttributes.rawValue] == "custom_attributes")
        #expect(names(of: schemas.group)[GroupField.updatedAt.rawValue...] == ["updated_at"])
        #expect(names(of: schemas.directory)[DirectoryField.updatedAt.rawValue...] == ["updated_at"])
        #expect(names(of: schemas.event)[EventField.context.rawValue...] == ["context"])
        #expect(names(of: schemas.eventData)[EventDataField.previousAttributes.rawValue...] == ["previous_attributes"])
    }

    @Test func findsEachNameWhateverTheGuess() {
        for guess in -1...7 {
            for (number, name) in names(of: schema).enumerated() {
                #expect(field(name, guess: max(guess, 0)) == number)
            }
        }
    }

    @Test(arguments: [
        "", "i", "ix", "idd", "ID", "nam", "names", "custom_attribute", "custom_attributez", "custom_attributes_",
        "eight_bx", "nine_bytf",
        "nine_bytes", "xine_byte", "a key that is longer than any of the names", "\u{0}", "id\u{0}",
    ])
    func findsNoOther(_ key: String) { #expect(field(key) == nil) }

    /// A key's end counts, not what stands behind it.
    @Test func looksNoFurtherThanTheKey() {
        withCursor("id\":1") { #expect(schema.field(at: $0, length: 2, guess: 0) == 0) }
        withCursor("name") { #expect(schema.field(at: $0, length: 2, guess: 0) == nil) }
    }

    @Test func everySchemaFindsItsOwnNames() {
        let schemas = Schemas.shared
        let all = [
            schemas.directory, schemas.group, schemas.user, schemas.role, schemas.directoryMetadata, schemas.userCounts,
            schemas.envelope, schemas.listMetadata, schemas.event, schemas.eventData, schemas.errorBody,
            schemas.fieldError,
        ]
        for schema in all {
            for (number, name) in names(of: schema).enumerated() {
                #expect(!name.isEmpty && name.utf8.count <= 20)
                withCursor(name) { #expect(schema.field(at: $0, length: name.utf8.count, guess: 0) == number) }
            }
        }
    }
}
