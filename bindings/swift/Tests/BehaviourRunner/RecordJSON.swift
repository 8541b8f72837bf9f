import WorkOSDirectorySync

/// Records in the form that all languages print.
enum RecordJSON {
    static func of(_ directory: Directory) -> String {
        JSON.object([
            ("id", JSON.text(directory.id)), ("organization_id", JSON.text(directory.organizationID)),
            ("external_key", JSON.text(directory.externalKey)), ("domain", JSON.text(directory.domain)),
            ("name", JSON.text(directory.name)), ("type", JSON.text(directory.type)),
            ("state", JSON.text(directory.state)), ("created_at", JSON.text(directory.createdAt)),
            ("updated_at", JSON.text(directory.updatedAt)),
            ("active_user_count", JSON.number(directory.activeUserCount)),
            ("inactive_user_count", JSON.number(directory.inactiveUserCount)),
            ("group_count", JSON.number(directory.groupCount)), ("json", directory.json),
        ])
    }

    static func of(_ group: Group) -> String {
        JSON.object([
            ("id", JSON.text(group.id)), ("idp_id", JSON.text(group.idpID)),
            ("directory_id", JSON.text(group.directoryID)), ("organization_id", JSON.text(group.organizationID)),
            ("name", JSON.text(group.name)), ("created_at", JSON.text(group.createdAt)),
            ("updated_at", JSON.text(group.updatedAt)),
            ("raw_attributes", JSON.value(group.rawAttributesJSON, else: "{}")), ("json", group.json),
        ])
    }

    static func of(_ user: User) -> String {
        JSON.object([
            ("id", JSON.text(user.id)), ("directory_id", JSON.text(user.directoryID)),
            ("organization_id", JSON.text(user.organizationID)), ("idp_id", JSON.text(user.idpID)),
            ("email", JSON.text(user.email)), ("first_name", JSON.text(user.firstName)),
            ("last_name", JSON.text(user.lastName)), ("name", JSON.text(user.name)),
            ("job_title", JSON.text(user.jobTitle)), ("username", JSON.text(user.username)),
            ("state", JSON.text(user.state)), ("role", JSON.text(user.role)),
            ("created_at", JSON.text(user.createdAt)), ("updated_at", JSON.text(user.updatedAt)),
            ("roles", JSON.array(user.roles.map(JSON.text))), ("groups", JSON.array(user.groups.map(of))),
            ("custom_attributes", attributes(user)),
            ("raw_attributes", JSON.value(user.rawAttributesJSON, else: "{}")),
            ("emails", JSON.value(user.emailsJSON, else: "[]")), ("json", user.json),
        ])
    }

    static func of(_ event: Event) -> String {
        JSON.object([
            ("id", JSON.text(event.id)), ("type", JSON.text(event.type)),
            ("created_at", JSON.text(event.createdAt)), ("directory_id", JSON.text(event.directoryID)),
            ("organization_id", JSON.text(event.organizationID)), ("user", event.user.map(of) ?? "null"),
            ("group", event.group.map(of) ?? "null"), ("directory", event.directory.map(of) ?? "null"),
            ("data", JSON.value(event.dataJSON, else: "{}")),
            ("previous_attributes", JSON.value(event.previousAttributesJSON, else: "{}")),
            ("context", JSON.value(event.contextJSON, else: "{}")), ("json", event.json),
        ])
    }

    /// Key, type and value of each.
    private static func attributes(_ user: User) -> String {
        JSON.array(
            user.customAttributeKeys.map { key in
                let (type, value) = shown(user.customAttribute(key))
                return JSON.array([JSON.text(key), JSON.text(type), value])
            })
    }

    private static func shown(_ attribute: CustomAttribute?) -> (type: String, value: String) {
        switch attribute {
        case nil: ("absent", "null")
        case .null: ("null", "null")
        case .text(let text): ("text", JSON.text(text))
        case .integer(let integer): ("integer", JSON.number(integer))
        case .real(let real): ("real", "\(real)")
        case .boolean(let boolean): ("boolean", "\(boolean)")
        case .array(let json): ("array", json)
        case .object(let json): ("object", json)
        }
    }
}
