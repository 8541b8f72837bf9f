import CPlatform

/// What must hold for every input; libFuzzer keeps the input of a process that aborts.
func require(_ holds: Bool, _ what: StaticString, line: UInt = #line) {
    if holds { return }
    print("not so: \(what) (line \(line))")
    abort()
}

/// The value, which must be there.
func require<Value>(_ value: Value?, _ what: StaticString, line: UInt = #line) -> Value {
    guard let value else {
        print("missing: \(what) (line \(line))")
        abort()
    }
    return value
}
