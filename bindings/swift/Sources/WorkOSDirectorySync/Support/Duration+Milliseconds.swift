extension Duration {
    /// Whole milliseconds, rounded down; as many as fit for a duration of 292 million years or more.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (thousands, isOverflow) = seconds.multipliedReportingOverflow(by: 1000)
        if isOverflow { return seconds < 0 ? .min : .max }
        return thousands + attoseconds / 1_000_000_000_000_000
    }
}
