/// Why a text is not the expected JSON. `offset` is in bytes from the start of the text, or of the repaired text if
/// that was scanned.
enum JSONFailure: Error {
    case malformed(offset: Int)
    case tooDeep(offset: Int)
    /// Well-formed except for values that `Repair` mends.
    case needsRepair
    case outOfMemory
    case notAnObject
    /// More than `Page.maximumRecords`.
    case tooManyRecords
    /// A list without an array `data`. Never taken for an empty list, because callers delete what is not listed.
    case dataMissing
    case recordNotAnObject
    /// Without `list_metadata` a page would look like the last one.
    case listMetadataMissing
    /// A number, say, or longer than `Page.maximumCursorLength`.
    case cursorNotText

    /// Follows "HTTP 200" in an error's message.
    var inWords: StaticString {
        switch self {
        case .malformed, .needsRepair, .outOfMemory: " with a body that is not valid JSON"
        case .tooDeep: " with JSON nested deeper than 512"
        case .notAnObject: " with JSON that is not an object"
        case .tooManyRecords: " with a list of more than 16,384 records"
        case .dataMissing: " with a list whose \"data\" is not an array"
        case .recordNotAnObject: " with a list that holds something other than objects"
        case .listMetadataMissing: " with a list whose \"list_metadata\" is not an object"
        case .cursorNotText: " with a list whose cursor is not a usable string"
        }
    }

    var offset: Int? {
        switch self {
        case .malformed(let offset), .tooDeep(let offset): offset
        default: nil
        }
    }
}
