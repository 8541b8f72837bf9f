/// A list of rows of the store, in the order of creation.
struct RowList: PageSource {
    let rows: [Row]
    /// The positions of all objects of this kind, also of deleted ones: a cursor outlives its row.
    let sequences: [String: Int]

    var count: Int { rows.count }

    func id(at index: Int) -> String { rows[index].id }

    func write(rowAt index: Int, to text: inout [UInt8]) {
        text.append(contentsOf: rows[index].text)
    }

    func position(of cursor: String) -> Range<Int>? {
        guard let sequence = sequences[cursor] else { return nil }
        let lower = rows.partitioned { $0.sequence < sequence }
        let isPresent = lower < rows.count && rows[lower].sequence == sequence
        return lower..<lower + (isPresent ? 1 : 0)
    }
}

extension Array {
    /// The number of leading elements that match, in an array in which those come first.
    func partitioned(by comesBefore: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if comesBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Array where Element: Row {
    mutating func remove(_ row: Row) {
        let index = partitioned { $0.sequence < row.sequence }
        if index < count, self[index] === row { remove(at: index) }
    }

    /// False if it was there already.
    mutating func insert(_ row: Element) -> Bool {
        let index = partitioned { $0.sequence < row.sequence }
        if index < count, self[index] === row { return false }
        insert(row, at: index)
        return true
    }
}
