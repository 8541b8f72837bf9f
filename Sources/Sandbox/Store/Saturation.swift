/// Arithmetic on numbers from requests, which must not end the server.
extension FixedWidthInteger {
    /// The sum, or the nearest representable number.
    func saturating(adding other: Self) -> Self {
        let (sum, overflows) = addingReportingOverflow(other)
        guard overflows else { return sum }
        return other < 0 ? .min : .max
    }

    /// The difference, or the nearest representable number.
    func saturating(subtracting other: Self) -> Self {
        let (difference, overflows) = subtractingReportingOverflow(other)
        guard overflows else { return difference }
        return other < 0 ? .max : .min
    }
}
