/// Reads the members of a body, and reports the invalid one. Null means absent.
struct MemberReader {
    private let given: JSONObject

    init(_ given: JSONObject) {
        self.given = given
    }

    func string(_ key: String) throws(Problem) -> String? {
        guard let value = value(key) else { return nil }
        guard let string = value.string else { throw wrong(key, "\(key) must be a string.") }
        return string
    }

    func integer(_ key: String, _ range: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let value = value(key) else { return nil }
        guard let number = value.integer, range.contains(number) else {
            throw wrong(key, "\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    func boolean(_ key: String) throws(Problem) -> Bool? {
        guard let value = value(key) else { return nil }
        guard let boolean = value.boolean else { throw wrong(key, "\(key) must be true or false.") }
        return boolean
    }

    func object(_ key: String) throws(Problem) -> JSONObject? {
        guard let value = value(key) else { return nil }
        guard let object = value.object else { throw wrong(key, "\(key) must be an object.") }
        return object
    }

    func strings(_ key: String) throws(Problem) -> [String]? {
        guard let value = value(key) else { return nil }
        guard let array = value.array, array.allSatisfy({ $0.string != nil }) else {
            throw wrong(key, "\(key) must be an array of strings.")
        }
        return array.compactMap(\.string)
    }

    /// Whether the member is present and null.
    func isNull(_ key: String) -> Bool { given[key] == .null }

    func wrong(_ key: String, _ sentence: String) -> Problem { .invalid([.init(key, sentence)]) }

    func value(_ key: String) -> JSON? {
        guard let value = given[key], value != .null else { return nil }
        return value
    }
}
