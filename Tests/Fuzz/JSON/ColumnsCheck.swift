import CJansson

/// A page's users as columns against what jansson reads of each of them.
enum ColumnsCheck {
    static func run(_ page: Page, _ users: Range<Int>, _ lent: UnsafeBufferPointer<UInt8>, _ trees: [Tree]) {
        let columns = UserColumns()
        let text = require(columns.write(users, of: page, lent: lent), "columns")
        withExtendedLifetime(columns) {
            Tree.parsing(require(text.baseAddress, "their text"), text.count) { tree in
                let tree = require(tree, "columns that jansson reads")
                for field in UserField.allCases {
                    guard let opening = field.columnOpening else { continue }
                    let column = elements(of: tree.member(field.name), users.count)
                    for (element, user) in zip(column, trees[users]) {
                        compare(element, user.member(field.name), opening)
                    }
                }
                let starts = elements(of: tree.member("start"), users.count)
                let ends = elements(of: tree.member("end"), users.count)
                for (place, user) in zip(zip(starts, ends), trees[users]) { compare(place, lent, user) }
            }
        }
    }

    private static func compare(_ element: Tree, _ sent: Tree?, _ opening: UInt8) {
        let kinds: [UInt8: json_type] = [0x22: JSON_STRING, 0x7B: JSON_OBJECT, 0x5B: JSON_ARRAY]
        guard let sent, sent.type == kinds[opening] else {
            return require(element.type == JSON_NULL, "null where there is no value of the kind")
        }
        require(element.equals(sent), "a value of a column")
    }

    private static func compare(_ place: (Tree, Tree), _ lent: UnsafeBufferPointer<UInt8>, _ user: Tree) {
        let start = Int(require(place.0.integer, "a start")), end = Int(require(place.1.integer, "an end"))
        require(start > 0 && start < end && end < lent.count, "a place inside the page")
        Tree.parsing(require(lent.baseAddress, "the page") + start, end - start) { found in
            require(user.equals(found), "a user at its place")
        }
    }

    private static func elements(of column: Tree?, _ count: Int) -> [Tree] {
        let elements = require(column, "a column").elements
        require(elements.count == count, "an element for each user")
        return elements
    }
}
