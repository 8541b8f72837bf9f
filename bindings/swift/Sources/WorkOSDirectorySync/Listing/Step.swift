/// What a `poll` of a listing returned.
public enum Step<Value> {
    case value(Value)
    /// Wait until the listing's descriptor is readable, then poll again. Only after `setBlocking(false)`.
    case pending
    /// The end of the list.
    case end
}

extension Step: Sendable where Value: Sendable {}
