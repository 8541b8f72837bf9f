/// The documented members of each kind of record (https://workos.com/docs/reference/directory-sync), in the order of
/// `workosds_…_json`. A field is identified by its index in the schema, which is its column in a `RecordIndex`. Each
/// case belongs to the name with the same index; a test compares their ends. A member that is missing here is still
/// part of the JSON, after the documented ones.
protocol RecordField: RawRepresentable where RawValue == Int {
    static var schema: Schema { get }
}

/// `metadata` is read by `DirectoryCounts`, `state` by `DirectoryState`.
enum DirectoryField: Int, RecordField {
    case object, id, organizationID, externalKey, domain, name, type, state, metadata, createdAt, updatedAt

    static var schema: Schema {
        Schema(
            "object\0id\0organization_id\0external_key\0domain\0name\0type\0state\0metadata\0created_at\0updated_at",
            count: updatedAt.rawValue &+ 1)
    }
}

/// Also for the groups inside a user, which have the same members.
enum GroupField: Int, RecordField {
    case object, id, idpID, directoryID, organizationID, name, rawAttributes, createdAt, updatedAt

    static var schema: Schema {
        Schema(
            "object\0id\0idp_id\0directory_id\0organization_id\0name\0raw_attributes\0created_at\0updated_at",
            count: updatedAt.rawValue &+ 1)
    }
}

/// https://workos.com/docs/events. Older webhooks have neither `object` nor `context`.
enum EventField: Int, RecordField {
    case object, id, event, data, createdAt, context

    static var schema: Schema { Schema("object\0id\0event\0data\0created_at\0context", count: context.rawValue &+ 1) }
}

/// Includes the members that the API has deprecated but still sends: emails, job_title, username, raw_attributes,
/// groups.
enum UserField: Int, RecordField {
    case object, id, directoryID, organizationID, idpID, email, firstName, lastName, name, emails, jobTitle, username
    case state, role, roles, customAttributes, rawAttributes, groups, createdAt, updatedAt

    static var schema: Schema {
        Schema(
            """
            object\0id\0directory_id\0organization_id\0idp_id\0email\0first_name\0last_name\0name\0emails\0job_title\0username\0\
            state\0role\0roles\0custom_attributes\0raw_attributes\0groups\0created_at\0updated_at
            """, count: updatedAt.rawValue &+ 1)
    }
}

/// The members of an event's `data` and `context` that the library reads, for any type of `data`.
enum EventDataField: Int, RecordField {
    case id, directoryID, organizationID, user, group, previousAttributes

    static var schema: Schema {
        Schema(
            "id\0directory_id\0organization_id\0user\0group\0previous_attributes",
            count: previousAttributes.rawValue &+ 1)
    }
}

extension Record.Kind {
    var schema: Schema {
        switch self {
        case .directory: DirectoryField.schema
        case .group: GroupField.schema
        case .user: UserField.schema
        case .event: EventField.schema
        }
    }
}
