/// JSON composed from the server's text, not from decoded values, so that numbers and escapes are exactly as sent.
extension Record {
    /// The documented members first, null if the server sent none, then newer ones. To be freed with `free`; nil if
    /// memory runs out.
    func json() -> UnsafeMutablePointer<CChar>? {
        guard let range else { return nil }
        let output = ByteBuffer()
        let schema = kind.schema
        var key = schema.first
        for field in 0..<schema.count {
            let length = CText.length(key.name)
            guard output.append(field == 0 ? "{\"" : ",\""), output.append(key.name, length),
                output.append("\":"), writeValue(of: field, to: output)
            else { return nil }
            key = schema.next(after: key, length: length)
        }
        guard writeNewerMembers(range, schema, to: output), output.append("}") else { return nil }
        return output.take()
    }

    private func writeValue(of field: Int, to output: ByteBuffer) -> Bool {
        if kind == .directory, field == DirectoryField.state.rawValue, let state = renamedState {
            return output.append("\"") && output.append(state) && output.append("\"")
        }
        guard let value = fieldRange(field) else { return output.append("null") }
        return output.appendCompact(text, value)
    }

    /// Members that this version does not know, with their keys, in the server's order. A new member of the API is
    /// therefore available to callers before the library knows its name.
    private func writeNewerMembers(_ range: TextRange, _ schema: Schema, to output: ByteBuffer) -> Bool {
        var scanner = Scanner(text, from: range.lower, to: range.upper)
        var guess = schema.first
        do throws(JSONFailure) {
            var more = try scanner.openObject()
            if more { more = try scanner.opensMember() }
            while more {
                let start = scanner.cursor.position
                let field = try scanner.scanKey(of: schema, guess: &guess)
                let value = try scanner.scanValue()
                if field == nil, !output.append(",") || !output.appendCompact(text, TextRange(start, value.upper)) {
                    return false
                }
                more = try scanner.closesOrContinues("}")
            }
            return true
        } catch { return false }
    }

    /// The record as the server sent it, with the documented name of a directory's state. False if memory runs out. For
    /// next_json and next_page_json, which return other records without a copy.
    func writeRenamed(to output: ByteBuffer) -> Bool {
        guard let range else { return output.append("null") }
        guard let state = renamedState, let place = fieldRange(DirectoryField.state.rawValue) else {
            return output.append(text + range.lower, range.length)
        }
        return output.append(text + range.lower, place.lower &- range.lower)
            && output.append("\"") && output.append(state) && output.append("\"")
            && output.append(text + place.upper, range.upper &- place.upper)
    }

    /// The server's text of a field, a copy to be freed with `free`; nil if the member is absent.
    func fieldJSON(_ field: Int) -> UnsafeMutablePointer<CChar>? { fieldRange(field).flatMap { json(at: $0) } }

    /// White space inside is as sent.
    func json(at range: TextRange) -> UnsafeMutablePointer<CChar>? { CText.copy(text + range.lower, range.length) }
}
