import CJansson

/// The JSON that the library composes itself, by jansson.
extension Record {
    /// The documented members first, null where the server sent none, then the newer ones. To be freed by `free`.
    func json() -> UnsafeMutablePointer<CChar>? {
        guard let members = parsed(), let result = JanssonValue.object() else { return nil }
        for name in documentedNames { result.set(name, shared: members.get(name)) }
        var member = json_object_iter(members.pointer)
        while let current = member {
            if let key = json_object_iter_key(current), json_object_get(result.pointer, key) == nil {
                result.set(key, shared: json_object_iter_value(current))
            }
            member = json_object_iter_next(members.pointer, current)
        }
        return result.dump()
    }

    /// The record as the server sent it, a directory's state by its documented name. A new reference.
    func parsed() -> JanssonValue? {
        guard let range, let value = JanssonValue.parsing(text + range.lower, range.length) else { return nil }
        if kind == .directory, let state = renamedState { value.set("state", text: StaticText.characters(state)) }
        return value
    }

    private var documentedNames: [StaticString] {
        switch kind {
        case .directory: schemas.directory.names
        case .group: schemas.group.names
        case .user: schemas.user.names
        case .event: schemas.event.names
        }
    }

    /// The documented name where the wire has another one.
    var renamedState: StaticString? {
        guard let state = decodedText(DirectoryField.state.rawValue) else { return nil }
        if state.equals("linked") { return "active" }
        if state.equals("unlinked") { return "inactive" }
        return nil
    }

    /// The server's own text of a field; a copy to be freed by `free`, nil where the member is absent.
    func fieldJSON(_ field: Int) -> UnsafeMutablePointer<CChar>? { fieldRange(field).flatMap { json(at: $0) } }

    func json(at range: TextRange) -> UnsafeMutablePointer<CChar>? { CText.copy(text + range.lower, range.length) }
}
