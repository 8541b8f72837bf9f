/// The documented members of each kind of record, in the order of `workosds_…_json`: a field is known by its place in
/// the `names`.
protocol RecordField: RawRepresentable where RawValue == Int {
    static var names: StaticString { get }
}

enum DirectoryField: Int, RecordField {
    case object, id, organizationID, externalKey, domain, name, type, state, metadata, createdAt, updatedAt

    static var names: StaticString {
        "object id organization_id external_key domain name type state metadata created_at updated_at"
    }
}

enum GroupField: Int, RecordField {
    case object, id, idpID, directoryID, organizationID, name, rawAttributes, createdAt, updatedAt

    static var names: StaticString {
        "object id idp_id directory_id organization_id name raw_attributes created_at updated_at"
    }
}

enum EventField: Int, RecordField {
    case object, id, event, data, createdAt, context

    static var names: StaticString { "object id event data created_at context" }
}

enum UserField: Int, RecordField {
    case object, id, directoryID, organizationID, idpID, email, firstName, lastName, name, emails, jobTitle, username
    case state, role, roles, customAttributes, rawAttributes, groups, createdAt, updatedAt

    static var names: StaticString {
        """
        object id directory_id organization_id idp_id email first_name last_name name emails job_title username \
        state role roles custom_attributes raw_attributes groups created_at updated_at
        """
    }
}
