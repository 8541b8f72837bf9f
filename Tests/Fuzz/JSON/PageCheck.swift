import CJansson
import CPlatform

/// Pages: which ones are accepted, the values of their records, and borrowed texts.
struct PageCheck {
    func runRecord(_ data: UnsafePointer<UInt8>?, _ size: Int, _ kind: Record.Kind) {
        let page = Page(kind.schema)
        guard fill(page, data, size), parse(page, .record) == nil else { return }
        let range = require(page.index.row(0)?.pointee, "the record's range")
        Tree.parsing(page.text.bytes + range.lower, range.length) { tree in
            check(page, kind, [require(tree, "the record as jansson reads it")])
        }
    }

    func runList(_ data: UnsafePointer<UInt8>?, _ size: Int, _ kind: Record.Kind) {
        let page = Page(kind.schema)
        guard fill(page, data, size) else { return }
        let failure = parse(page, .list)
        let text = PaddedText(page.text)
        guard case .success(let range) = text.scan() else { return require(failure != nil, "a list that is not JSON") }
        Tree.parsing(UnsafePointer(text.bytes) + range.lower, range.length) { tree in
            let tree = require(tree, "the list as jansson reads it")
            if let failure { return require(isRightlyRefused(tree, failure), "a list that is refused") }
            require(isList(tree), "something taken for a list")
            require(page.after == cursor(tree, "after") && page.before == cursor(tree, "before"), "the cursors")
            check(page, kind, tree.member("data")?.elements ?? [])
        }
    }

    // MARK: What a list is

    /// The scanner stops at the first record that is not an object, even in a `data` that a later one replaces.
    private func isRightlyRefused(_ tree: Tree, _ failure: JSONFailure) -> Bool {
        if case .recordNotAnObject = failure { return true }
        return !isList(tree)
    }

    private func isList(_ tree: Tree) -> Bool {
        guard let data = tree.member("data"), data.isArray, let metadata = tree.member("list_metadata") else {
            return false
        }
        return metadata.isObject && data.elements.allSatisfy { $0.isObject }
            && isCursor(metadata.member("after")) && isCursor(metadata.member("before"))
    }

    private func isCursor(_ tree: Tree?) -> Bool {
        guard let tree, tree.type != JSON_NULL else { return true }
        return tree.text.map { !$0.contains(0) } ?? false
    }

    private func cursor(_ tree: Tree, _ name: StaticString) -> [UInt8]? {
        tree.member("list_metadata")?.member(name)?.text.flatMap { $0.isEmpty ? nil : $0 }
    }

    // MARK: Records

    private func check(_ page: Page, _ kind: Record.Kind, _ trees: [Tree]) {
        require(page.index.count == trees.count, "the number of records")
        let record = Record(kind)
        for (number, tree) in trees.enumerated() {
            record.point(at: number, of: page.index, in: page.text.bytes)
            RecordCheck.compare(record, tree)
            RecordCheck.compare(require(record.copy(), "a copy"), tree)
        }
        for (number, tree) in trees.enumerated() { checkLent(page, number, tree) }
        checkArrays(page, trees)
    }

    private func checkLent(_ page: Page, _ number: Int, _ tree: Tree) {
        let before = page.text.array
        let lent = require(page.lend(number), "a record lent")
        requireText(lent) { require($0.equals(tree), "a record lent as it is") }
        page.restore()
        require(page.text.array == before, "the text as it was before lending")
    }

    /// All records in two arrays, split anywhere: bytes before an array may have changed.
    private func checkArrays(_ page: Page, _ trees: [Tree]) {
        let cut = trees.count / 3
        for (first, end) in [(0, cut), (cut, trees.count)] where first < end {
            let before = page.text.array
            let lent = require(page.lendArray(first, end), "records lent")
            requireText(lent) { array in
                require(array.isArray && array.elements.count == end - first, "an array of the records asked for")
                for (element, tree) in zip(array.elements, trees[first..<end]) {
                    require(element.equals(tree), "a record of an array")
                }
            }
            page.restore()
            let changed = zip(page.text.array, before).filter { $0 != $1 }
            require(
                changed.isEmpty || changed.count == 1 && changed[0] == (0x5B, 0x2C),
                "the text as it was but for a comma")
        }
        require(page.lendArray(trees.count, trees.count) == nil, "no array of nothing")
    }

    private func requireText(_ lent: UnsafeBufferPointer<UInt8>, _ body: (Tree) -> Void) {
        let start = require(lent.baseAddress, "a lent text")
        require(start[lent.count] == 0, "a lent text that ends in NUL")
        Tree.parsing(start, lent.count) { body(require($0, "a lent text that jansson reads")) }
    }

    // MARK: Filling

    private func fill(_ page: Page, _ data: UnsafePointer<UInt8>?, _ size: Int) -> Bool {
        guard let data, size > 0 else { return false }
        return page.text.append(data, size)
    }

    private func parse(_ page: Page, _ shape: Page.Shape) -> JSONFailure? {
        do throws(JSONFailure) {
            try page.parse(shape)
            return nil
        } catch {
            return error
        }
    }
}
