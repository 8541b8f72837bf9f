/// The states of a directory: the API's responses have "linked" and "unlinked" instead of the documented "active" and
/// "inactive". The library returns the documented names. The official Node.js client renames them too. Events and
/// webhooks already have the documented names, and states in between ("validating", "deleting") are the same in both.
enum DirectoryState {
    /// nil if the API's name is the documented one.
    static func documentedName(_ name: DecodedText) -> StaticString? {
        if name.equals("linked") { return "active" }
        if name.equals("unlinked") { return "inactive" }
        return nil
    }
}

extension Record {
    /// The documented name of a directory's state, if the API's is different.
    final var renamedState: StaticString? {
        decodedText(DirectoryField.state.rawValue).flatMap { DirectoryState.documentedName($0) }
    }
}
