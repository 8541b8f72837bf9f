/// Metrics in text that is valid Prometheus exposition format and OpenMetrics. Only gauges, which are equal in both.
struct Metrics {
    private var lines: [String] = []

    /// - Parameters:
    ///   - values: values with their labels; nil values are left out.
    mutating func add(_ name: String, _ help: String, _ values: [(labels: [(String, String)], value: Double?)]) {
        let samples = values.compactMap { entry in entry.value.map { Self.sample(name, entry.labels, $0) } }
        if samples.isEmpty { return }
        lines.append("# HELP \(Self.prefix)\(name) \(help)")
        lines.append("# TYPE \(Self.prefix)\(name) gauge")
        lines += samples
    }

    mutating func add(_ name: String, _ help: String, _ value: Double?) { add(name, help, [([], value)]) }

    var text: String { (lines + ["# EOF", ""]).joined(separator: "\n") }

    private static let prefix = "workosds_mirror_"

    private static func sample(_ name: String, _ labels: [(String, String)], _ value: Double) -> String {
        let list = labels.map { "\($0.0)=\"\(escaped($0.1))\"" }.joined(separator: ",")
        return "\(prefix)\(name)\(list.isEmpty ? "" : "{\(list)}") \(number(value))"
    }

    private static func escaped(_ label: String) -> String {
        label.unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }

    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? value.description
    }
}
