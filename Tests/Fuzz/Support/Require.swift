import CPlatform

/// Aborts unless the condition is true. libFuzzer saves the input of a process that aborts.
func require(_ holds: Bool, _ what: StaticString, line: UInt = #line) {
    if !holds { give(up: "not so", what, line) }
}

/// The value, which must not be nil.
func require<Value>(_ value: Value?, _ what: StaticString, line: UInt = #line) -> Value {
    guard let value else { give(up: "missing", what, line) }
    return value
}

private func give(up reason: StaticString, _ what: StaticString, _ line: UInt) -> Never {
    let message = Array("\(reason): \(what) (line \(line))\n".utf8)
    _ = write(STDERR_FILENO, message, message.count)
    abort()
}
