@testable import WorkOSDS

/// The failure of `body`; nil if it succeeds.
func failure(of body: () throws(Failure) -> Void) -> Failure? {
    do throws(Failure) {
        try body()
        return nil
    } catch {
        return error
    }
}

func jsonFailure(of body: () throws(JSONFailure) -> Void) -> JSONFailure? {
    do throws(JSONFailure) {
        try body()
        return nil
    } catch {
        return error
    }
}

/// The scanner's error for a whole text; nil if it is accepted.
func scan(_ text: [UInt8]) -> JSONFailure? {
    let buffer = ByteBuffer(text)
    var scanner = Scanner(buffer)
    return withExtendedLifetime(buffer) { jsonFailure { () throws(JSONFailure) in _ = try scanner.scanDocument() } }
}

func scan(_ text: String) -> JSONFailure? { scan(bytes(text)) }

extension JSONFailure {
    /// For comparing.
    var name: String { "\(self)" }

    var isMalformed: Bool {
        if case .malformed = self { return true }
        return false
    }

    var isTooDeep: Bool {
        if case .tooDeep = self { return true }
        return false
    }

    var isNeedsRepair: Bool {
        if case .needsRepair = self { return true }
        return false
    }
}
