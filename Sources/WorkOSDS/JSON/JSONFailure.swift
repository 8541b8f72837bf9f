/// Why a text is not what was expected. `offset` counts bytes from the start of the text.
enum JSONFailure: Error {
    case malformed(offset: Int)
    case tooDeep(offset: Int)
    /// Well-formed but for values that `Repair` mends.
    case needsRepair
    case outOfMemory
    case notAnObject
    case tooManyRecords
    case dataMissing
    case recordNotAnObject
    case listMetadataMissing
    case cursorNotText
}
