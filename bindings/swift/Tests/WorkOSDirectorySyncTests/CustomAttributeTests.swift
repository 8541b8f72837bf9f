import Testing
import WorkOSDirectorySync

/// A user comes by webhook, so that no server is needed.
@Suite struct CustomAttributeTests {
    private func user(_ attributes: String) throws -> User {
        let payload = Array(
            #"{"id":"event_1","event":"dsync.user.created","data":{"id":"u","custom_attributes":\#(attributes)}}"#.utf8)
        let header = try Webhook.sign(payload: payload, secret: "secret")
        return try #require(try Webhook.verify(payload: payload, signatureHeader: header, secret: "secret").user)
    }

    @Test func valuesKeepTheirType() throws {
        let user = try user(
            #"{"t":"a\u0000b","i":7,"r":1.0,"b":true,"n":null,"a":[1, 2],"o":{"k":1},"h":99999999999999999999}"#)
        #expect(user.customAttributeKeys == ["t", "i", "r", "b", "n", "a", "o", "h"])
        #expect(user.customAttribute("t") == .text("a\u{0}b"))
        #expect(user.customAttribute("i") == .integer(7))
        #expect(user.customAttribute("r") == .real(1))
        #expect(user.customAttribute("b") == .boolean(true))
        #expect(user.customAttribute("n") == .null)
        #expect(user.customAttribute("a") == .array("[1,2]"))
        #expect(user.customAttribute("o") == .object(#"{"k":1}"#))
        #expect(user.customAttribute("h") == .text("99999999999999999999"))
        #expect(user.customAttribute("x") == nil && user.customAttribute("t\u{0}") == nil)
    }

    private struct Attributes: Decodable, Equatable {
        var department: String?
        var level: Int?
    }

    @Test func theyDecode() throws {
        let user = try user(#"{"department":"Engineering","level":3,"other":[]}"#)
        #expect(try user.customAttributes(as: Attributes.self) == Attributes(department: "Engineering", level: 3))
    }

    @Test func noneDecodeAsAnEmptyObject() throws {
        #expect(try user("null").customAttributes(as: Attributes.self) == Attributes())
    }

    @Test func anotherTypeIsAnError() throws {
        let user = try user(#"{"level":"3"}"#)
        #expect(throws: DecodingError.self) { try user.customAttributes(as: Attributes.self) }
    }
}
