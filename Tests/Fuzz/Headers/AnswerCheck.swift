import CJansson
import CPlatform

/// An error response: whatever it contains, message and JSON are printable, and the API key is in neither.
enum AnswerCheck {
    private static let key = Array("sk_fuzz_key".utf8)
    static let redactor = Redactor(key)

    static func run(_ head: ResponseHead, _ body: [UInt8]) {
        let status = Int32(body.first.map { 300 + Int($0) } ?? 500)
        let buffer = body.withUnsafeBufferPointer { ByteBuffer(copying: $0.baseAddress, $0.count) }
        let failure = Failure.httpError(
            status, Request(.get, path: "/directories"), head,
            now: 0, body: buffer, redactor)
        require(failure.message.last == 0, "a message that ends in NUL")
        TextCheck.requireClean(Array(failure.message.dropLast()), most: Message.maximumLength)
        requireNoKey(failure.message)
        for text in [failure.code, failure.requestID] {
            guard let text else { continue }
            TextCheck.requireUTF8(text)
            requireNoKey(text)
        }
        require(failure.body?.array == body, "the body as received")
        checkJSON(failure)
        checkRedaction(body, failureHoldsKey: failure.hidesBody)
    }

    private static func checkJSON(_ failure: Failure) {
        let text = require(failure.json(), "the failure as JSON")
        requireNoKey(CText.bytes(text))
        Tree.parsing(owned: text) { tree in
            let tree = require(tree, "JSON that jansson reads")
            require(tree.member("http_status")?.integer == Int64(failure.httpStatus), "the status in the JSON")
            require(tree.member("message")?.text == Array(failure.message.dropLast()), "the message in the JSON")
            require(tree.member("errors")?.elements.count == failure.fieldErrors.count, "the field errors in the JSON")
            for entry in zip(tree.member("errors")?.elements ?? [], failure.fieldErrors) {
                require(entry.0.member("message")?.text == entry.1.message, "a field error's message in the JSON")
            }
        }
    }

    private static func checkRedaction(_ body: [UInt8], failureHoldsKey: Bool) {
        requireNoKey(redactor.redacted(body))
        if !failureHoldsKey { require(redactor.redacted(body) == body, "nothing to redact") }
    }

    private static func requireNoKey(_ text: [UInt8]) {
        require(!text.contains(subsequence: "sk_fuzz_key"), "the API key in a text for people")
    }
}
