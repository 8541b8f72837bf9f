import CCurl
import Testing

@testable import WorkOSDS

struct TransportOptionsTests {
    @Test func sendsTheKeyInOneHeader() {
        let lines = TransportOptions.sample().headerLines()
        defer { curl_slist_free_all(lines) }
        var found: [String] = []
        var line = lines
        while let current = line {
            found.append(String(cString: current.pointee.data))
            line = current.pointee.next
        }
        #expect(found.first == "Authorization: Bearer sk_test_key")
        #expect(found.filter { $0.contains("sk_test_key") }.count == 1)
        #expect(found.contains("Accept: application/json") && found.contains("Expect:"))
    }
}
