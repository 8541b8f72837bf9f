/// Shared by the statements of one connection: the last page, because several statements in a row read the same one.
final class PageCache {
    var last: PageContent?
    private var names: [String: MemberNames] = [:]

    /// Separated by spaces.
    func memberNames(_ list: String) -> MemberNames {
        if let known = names[list] { return known }
        let made = MemberNames(list.split(separator: " ").map(String.init))
        names[list] = made
        return made
    }

    func content(of text: UnsafeRawBufferPointer) -> PageContent {
        if let last, last.isMade(of: text) { return last }
        let content = PageContent(text)
        last = content
        return content
    }
}
