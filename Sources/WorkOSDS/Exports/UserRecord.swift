import CWorkOSDS

// The accessors of `workosds_user`. Parts that are built on first access (roles, groups) use `readOrMake`; plain
// members need only `Accessor`.

@implementation @_cdecl("workosds_user_id")
public func workosds_user_id(_ user: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(user, UserField.id)
}

@implementation @_cdecl("workosds_user_directory_id")
public func workosds_user_directory_id(_ user: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(user, UserField.directoryID)
}

@implementation @_cdecl("workosds_user_organization_id")
public func workosds_user_organization_id(_ user: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(user, UserField.organizationID)
}

@implementation @_cdecl("workosds_user_idp_id")
public func workosds_user_idp_id(_ user: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(user, UserField.idpID)
}

@implementation @_cdecl("workosds_user_email")
public func workosds_user_email(_ user: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(user, UserField.email)
}

@implementation @_cdecl("workosds_user_first_name")
public func workosds_user_first_name(_ user: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(user, UserField.firstName)
}

@implementation @_cdecl("workosds_user_last_name")
public func workosds_user_last_name(_ user: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(user, UserField.lastName)
}

@implementation @_cdecl("workosds_user_name")
public func workosds_user_name(_ user: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(user, UserField.name)
}

@implementation @_cdecl("workosds_user_state")
public func workosds_user_state(_ user: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(user, UserField.state)
}

@implementation @_cdecl("workosds_user_job_title")
public func workosds_user_job_title(_ user: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(user, UserField.jobTitle)
}

@implementation @_cdecl("workosds_user_username")
public func workosds_user_username(_ user: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(user, UserField.username)
}

@implementation @_cdecl("workosds_user_created_at")
public func workosds_user_created_at(_ user: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(user, UserField.createdAt)
}

@implementation @_cdecl("workosds_user_updated_at")
public func workosds_user_updated_at(_ user: OpaquePointer?) -> UnsafePointer<CChar>? {
    Accessor.text(user, UserField.updatedAt)
}

@implementation @_cdecl("workosds_user_role")
public func workosds_user_role(_ user: OpaquePointer?) -> UnsafePointer<CChar>? {
    Handle.readOrMake(user, nil) { (user: Record) in user.role }
}

@implementation @_cdecl("workosds_user_role_count")
public func workosds_user_role_count(_ user: OpaquePointer?) -> Int {
    Handle.readOrMake(user, 0) { (user: Record) in user.roles?.count ?? 0 }
}

@implementation @_cdecl("workosds_user_role_at")
public func workosds_user_role_at(_ user: OpaquePointer?, _ index: Int) -> UnsafePointer<CChar>? {
    Handle.readOrMake(user, nil) { (user: Record) in user.roles?[index] }
}

@implementation @_cdecl("workosds_user_group_count")
public func workosds_user_group_count(_ user: OpaquePointer?) -> Int {
    Handle.readOrMake(user, 0) { (user: Record) in user.groupCount }
}

@implementation @_cdecl("workosds_user_group_at")
public func workosds_user_group_at(_ user: OpaquePointer?, _ index: Int) -> OpaquePointer? {
    Handle.readOrMake(user, nil) { (user: Record) in user.group(index).map { Handle.borrow($0) } }
}

@implementation @_cdecl("workosds_user_raw_attributes_json")
public func workosds_user_raw_attributes_json(_ user: OpaquePointer?) -> UnsafeMutablePointer<CChar>? {
    Accessor.fieldJSON(user, UserField.rawAttributes)
}

@implementation @_cdecl("workosds_user_emails_json")
public func workosds_user_emails_json(_ user: OpaquePointer?) -> UnsafeMutablePointer<CChar>? {
    Accessor.fieldJSON(user, UserField.emails)
}

@implementation @_cdecl("workosds_user_json")
public func workosds_user_json(_ user: OpaquePointer?) -> UnsafeMutablePointer<CChar>? { Accessor.json(user) }

@implementation @_cdecl("workosds_user_copy")
public func workosds_user_copy(_ user: OpaquePointer?) -> OpaquePointer? { Accessor.copy(user) }

@implementation @_cdecl("workosds_user_free")
public func workosds_user_free(_ user: OpaquePointer?) { Handle.free(user) }
