/// What one database calls the words in capitals of `Schema`.
struct SchemaWords {
    private let words: [String: String]

    /// - Parameters:
    ///   - text: the type of a text, which is compared byte by byte.
    ///   - json: the type of a JSON text.
    ///   - integer: the type of a number of 64 bits.
    ///   - rowNumber: of a key that numbers the rows of a table.
    ///   - changeNumber: of the key of `changes`, of which no number is used twice.
    ///   - keyedRows: at the end of a table whose rows are always found by their key.
    ///   - isUsableID: whether the column `id` holds a text that is not empty and has no U+0000.
    ///   - byLongText: before the column of an index, whose texts can be of any length.
    init(
        text: String, json: String, integer: String, rowNumber: String, changeNumber: String, keyedRows: String,
        isUsableID: String, byLongText: String
    ) {
        words = [
            "TEXT": text, "JSON": json, "INTEGER": integer, "ROW_NUMBER": rowNumber, "CHANGE_NUMBER": changeNumber,
            "KEYED_ROWS": keyedRows, "IS_USABLE_ID": isUsableID, "BY_LONG_TEXT": byLongText,
        ]
    }

    func translate(_ definitions: String) -> String {
        var result = ""
        var word = ""
        for character in definitions + "\n" {
            if character.isASCII, character.isUppercase || character == "_" && !word.isEmpty {
                word.append(character)
                continue
            }
            result += (words[word] ?? word) + String(character)
            word = ""
        }
        return result
    }
}
