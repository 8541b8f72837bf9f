/// The nested parts of a record, indexed and decoded on first access; nil before that, or if absent. A struct in the
/// record, so that pointing it elsewhere drops all of them at once.
struct RecordParts {
    var groups: GroupList?
    var roles: RoleList?
    var role: UnsafePointer<CChar>?
    var counts: DirectoryCounts?
    var customAttributes: CustomAttributes?
    var eventContent: EventContent?

    /// For most records of a listing only plain fields are read, so that there is nothing to release for the next one.
    var isTouched: Bool {
        groups != nil || roles != nil || role != nil || counts != nil || customAttributes != nil || eventContent != nil
    }
}

extension Record {
    /// nil also if memory ran out, which `kept` has then noted.
    final var customAttributes: CustomAttributes? {
        if let known = parts.customAttributes { return known }
        guard let range = fieldRange(UserField.customAttributes.rawValue) else { return nil }
        parts.customAttributes = kept(CustomAttributes.parsing(text, range))
        return parts.customAttributes
    }

    final func index(ofField field: Int, _ schema: Schema) -> RecordIndex? {
        fieldRange(field).flatMap { index(of: $0, schema) }
    }

    /// The object or, with a schema without fields, the elements at a checked range; nil if it is something else.
    final func index(of range: TextRange, _ schema: Schema) -> RecordIndex? {
        do throws(JSONFailure) { return try RecordIndex.reading(text, range, schema) } catch {
            if case .outOfMemory = error { noteOutOfMemory() }
            return nil
        }
    }
}
