import CWorkOSDS
import Testing

@testable import WorkOSDS

struct StatusTests {
    @Test func everyHTTPStatusHasOne() {
        let named: [Int32: Status] = [
            400: .badRequest, 401: .authentication, 403: .permission, 404: .notFound, 409: .conflict,
            422: .unprocessable, 429: .rateLimited,
        ]
        for code in Int32(-1)...1000 {
            let expected: Status =
                named[code] ?? ((200...299).contains(code) ? .ok : (500...599).contains(code) ? .server : .api)
            #expect(Status(httpStatus: code) == expected, "HTTP \(code)")
        }
    }

    @Test func numbersAreTheHeaders() {
        #expect(Status.ok.rawValue == Int32(WORKOSDS_OK) && Status.done.rawValue == 1 && Status.pending.rawValue == 2)
        #expect(Status.allCases.filter { $0.rawValue < 0 }.map(\.rawValue) == Array((-19)...(-1)).reversed())
        #expect(Status.outOfMemory.rawValue == Int32(WORKOSDS_ERROR_OUT_OF_MEMORY))
        #expect(Status.protocolViolation.rawValue == Int32(WORKOSDS_ERROR_PROTOCOL))
        #expect(Status.api.rawValue == Int32(WORKOSDS_ERROR_API))
    }

    @Test func namesAreDistinct() {
        let names = Status.allCases.map { "\($0.name)" }
        #expect(Set(names).count == names.count && names.allSatisfy { $0 == $0.uppercased() && !$0.isEmpty })
    }

    @Test func whatMayWellSucceedLater() {
        #expect(Status.allCases.filter(\.isRetryable) == [.rateLimited, .server, .network, .timeout])
    }
}
