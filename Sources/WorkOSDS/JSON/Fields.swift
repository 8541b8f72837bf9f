/// The documented members of each kind of record, in the order of `workosds_…_json`.
protocol RecordField: CaseIterable, RawRepresentable where RawValue == Int {
    var name: StaticString { get }
}

enum DirectoryField: Int, RecordField {
    case object, id, organizationID, externalKey, domain, name, type, state, metadata, createdAt, updatedAt

    var name: StaticString {
        switch self {
        case .object: "object"
        case .id: "id"
        case .organizationID: "organization_id"
        case .externalKey: "external_key"
        case .domain: "domain"
        case .name: "name"
        case .type: "type"
        case .state: "state"
        case .metadata: "metadata"
        case .createdAt: "created_at"
        case .updatedAt: "updated_at"
        }
    }
}

enum GroupField: Int, RecordField {
    case object, id, idpID, directoryID, organizationID, name, rawAttributes, createdAt, updatedAt

    var name: StaticString {
        switch self {
        case .object: "object"
        case .id: "id"
        case .idpID: "idp_id"
        case .directoryID: "directory_id"
        case .organizationID: "organization_id"
        case .name: "name"
        case .rawAttributes: "raw_attributes"
        case .createdAt: "created_at"
        case .updatedAt: "updated_at"
        }
    }
}

enum EventField: Int, RecordField {
    case object, id, event, data, createdAt, context

    var name: StaticString {
        switch self {
        case .object: "object"
        case .id: "id"
        case .event: "event"
        case .data: "data"
        case .createdAt: "created_at"
        case .context: "context"
        }
    }
}

enum UserField: Int, RecordField {
    case object, id, directoryID, organizationID, idpID, email, firstName, lastName, name, emails, jobTitle, username
    case state, role, roles, customAttributes, rawAttributes, groups, createdAt, updatedAt

    var name: StaticString {
        switch self {
        case .object: "object"
        case .id: "id"
        case .directoryID: "directory_id"
        case .organizationID: "organization_id"
        case .idpID: "idp_id"
        case .email: "email"
        case .firstName: "first_name"
        case .lastName: "last_name"
        case .name: "name"
        case .emails: "emails"
        case .jobTitle: "job_title"
        case .username: "username"
        case .state: "state"
        case .role: "role"
        case .roles: "roles"
        case .customAttributes: "custom_attributes"
        case .rawAttributes: "raw_attributes"
        case .groups: "groups"
        case .createdAt: "created_at"
        case .updatedAt: "updated_at"
        }
    }
}
