import ArgumentParser

/// Finds unknown options. The parser would report a missing option first, even if it is missing because its name
/// was misspelled.
enum UnknownOption {
    /// The message for the first unknown option, or nil. `arguments` are those after the command's name.
    static func message(
        in arguments: [String], of command: any ParsableCommand.Type, under root: any ParsableCommand.Type
    ) -> String? {
        let known = names(of: command, under: root)
        for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("-") && argument.count > 1 {
            let name = String(argument.prefix { $0 != "=" })
            if known.contains(name) || isNumber(name) { continue }
            if !name.hasPrefix("--"), name.dropFirst().allSatisfy({ known.contains("-\($0)") }) { continue }
            let suggestion = nearest(to: name, in: known).map { ". Did you mean '\($0)'?" } ?? ""
            return "Unknown option '\(name)'\(suggestion)"
        }
        return nil
    }

    private static func isNumber(_ text: String) -> Bool { Double(text) != nil }

    /// The options in the left column of the help.
    private static func names(of command: any ParsableCommand.Type, under root: any ParsableCommand.Type) -> [String] {
        let lines = root.helpMessage(for: command, includeHidden: true, columns: 500).split(separator: "\n")
        let options = lines.filter { $0.hasPrefix("  -") }.flatMap { line in
            line.dropFirst(2).split(separator: " ").prefix { $0.hasPrefix("-") || $0.hasPrefix("<") }
        }
        return options.filter { $0.hasPrefix("-") }.map { name in String(name.prefix { $0 != "," }) }
            + ["--help-hidden", "--generate-completion-script", "--experimental-dump-help"]
    }

    private static func nearest(to name: String, in known: [String]) -> String? {
        let distances = known.filter { $0.hasPrefix("--") }.map { ($0, distance(Array(name), Array($0))) }
        return distances.filter { $0.1 <= 3 }.min { $0.1 < $1.1 }?.0
    }

    /// The edit distance.
    private static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var row = Array(0...other.count)
        for (index, character) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for place in other.indices {
                let changed = diagonal + (character == other[place] ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(changed, row[place] + 1, diagonal + 1)
            }
        }
        return row[other.count]
    }
}
