/// The states of a directory: the API's answers say "linked" and "unlinked" where its documentation says "active" and
/// "inactive". The library hands out the documented names.
enum DirectoryState {
    /// nil where the API's own name is the documented one.
    static func documentedName(_ name: DecodedText) -> StaticString? {
        if name.equals("linked") { return "active" }
        if name.equals("unlinked") { return "inactive" }
        return nil
    }
}

extension Record {
    /// Of a directory: the documented name of its state, where the API's is another one.
    final var renamedState: StaticString? {
        decodedText(DirectoryField.state.rawValue).flatMap { DirectoryState.documentedName($0) }
    }
}
