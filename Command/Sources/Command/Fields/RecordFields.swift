import CommandSupport
import WorkOSDirectorySync

extension Directory: Presentable {
    static let noun = "directory"
    static let pluralNoun = "directories"
    static let tableFields = ["id", "name", "type", "state", "domain"]

    static var fields: [Field<Directory>] {
        [
            Field(name: "id") { FieldValue($0.id) },
            Field(name: "organization_id") { FieldValue($0.organizationID) },
            Field(name: "external_key") { FieldValue($0.externalKey) },
            Field(name: "domain") { FieldValue($0.domain) },
            Field(name: "name") { FieldValue($0.name) },
            Field(name: "type") { FieldValue($0.type) },
            Field(name: "state") { FieldValue($0.state) },
            Field(name: "active_users") { FieldValue($0.activeUserCount) },
            Field(name: "inactive_users") { FieldValue($0.inactiveUserCount) },
            Field(name: "groups") { FieldValue($0.groupCount) },
            Field(name: "created_at") { FieldValue($0.createdAt) },
            Field(name: "updated_at") { FieldValue($0.updatedAt) },
        ]
    }
}

extension Group: Presentable {
    static let noun = "group"
    static let pluralNoun = "groups"
    static let tableFields = ["id", "name", "idp_id", "created_at"]

    static var fields: [Field<Group>] {
        [
            Field(name: "id") { FieldValue($0.id) },
            Field(name: "idp_id") { FieldValue($0.idpID) },
            Field(name: "directory_id") { FieldValue($0.directoryID) },
            Field(name: "organization_id") { FieldValue($0.organizationID) },
            Field(name: "name") { FieldValue($0.name) },
            Field(name: "raw_attributes") { FieldValue(json: $0.rawAttributesJSON) },
            Field(name: "created_at") { FieldValue($0.createdAt) },
            Field(name: "updated_at") { FieldValue($0.updatedAt) },
        ]
    }
}

extension User: Presentable {
    static let noun = "user"
    static let pluralNoun = "users"
    static let tableFields = ["id", "email", "name", "state", "role"]
    private static let attributePrefix = "custom_attributes."

    static var fields: [Field<User>] {
        [
            Field(name: "id") { FieldValue($0.id) },
            Field(name: "directory_id") { FieldValue($0.directoryID) },
            Field(name: "organization_id") { FieldValue($0.organizationID) },
            Field(name: "idp_id") { FieldValue($0.idpID) },
            Field(name: "email") { FieldValue($0.email) },
            Field(name: "first_name") { FieldValue($0.firstName) },
            Field(name: "last_name") { FieldValue($0.lastName) },
            Field(name: "name") { FieldValue($0.name) },
            Field(name: "state") { FieldValue($0.state) },
            Field(name: "role") { FieldValue($0.role) },
            Field(name: "roles") { .json(JSONOutput.array($0.roles.map(JSONOutput.string))) },
            Field(name: "groups") { .json(JSONOutput.array($0.groups.map(\.json))) },
            Field(name: "job_title") { FieldValue($0.jobTitle) },
            Field(name: "username") { FieldValue($0.username) },
            Field(name: "emails") { FieldValue(json: $0.emailsJSON) },
            Field(name: "custom_attributes") { FieldValue(json: $0.customAttributesJSON) },
            Field(name: "raw_attributes") { FieldValue(json: $0.rawAttributesJSON) },
            Field(name: "created_at") { FieldValue($0.createdAt) },
            Field(name: "updated_at") { FieldValue($0.updatedAt) },
        ]
    }

    /// custom_attributes.KEY
    static func field(named name: String) -> Field<User>? {
        guard name.hasPrefix(attributePrefix) else { return nil }
        let key = String(name.dropFirst(attributePrefix.count))
        return Field(name: name) { FieldValue($0.customAttribute(key)) }
    }
}

extension Event: Presentable {
    static let noun = "event"
    static let pluralNoun = "events"
    static let tableFields = ["id", "event", "created_at", "directory_id", "subject"]

    static var fields: [Field<Event>] {
        [
            Field(name: "id") { FieldValue($0.id) },
            Field(name: "event") { FieldValue($0.type) },
            Field(name: "created_at") { FieldValue($0.createdAt) },
            Field(name: "directory_id") { FieldValue($0.directoryID) },
            Field(name: "organization_id") { FieldValue($0.organizationID) },
            Field(name: "subject") { FieldValue($0.subject) },
            Field(name: "data") { FieldValue(json: $0.dataJSON) },
            Field(name: "previous_attributes") { FieldValue(json: $0.previousAttributesJSON) },
            Field(name: "context") { FieldValue(json: $0.contextJSON) },
        ]
    }

    /// The event's subject, by the most descriptive name available.
    private var subject: String? {
        if let user { return user.email ?? user.name ?? user.id }
        if let group { return group.name ?? group.id }
        return directory?.name ?? directory?.id
    }
}

extension DirectoryType: Presentable {
    static let noun = "type"
    static let pluralNoun = "types"
    static let tableFields = ["type", "name"]

    static var fields: [Field<DirectoryType>] {
        [Field(name: "type") { .text($0.type) }, Field(name: "name") { .text($0.displayName) }]
    }

    var json: String { JSONOutput.object(Self.fields.map { ($0.name, $0.value(self).json) }) }
}
