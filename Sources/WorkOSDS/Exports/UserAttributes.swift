import CWorkOSDS

// Custom attributes by key. A getter returns 0 if the attribute has another type: nothing is converted, except that an
// integer can be read as a real. Keys are compared as decoded text.

@implementation @_cdecl("workosds_user_custom_attributes_json")
public func workosds_user_custom_attributes_json(_ user: OpaquePointer?) -> UnsafeMutablePointer<CChar>? {
    Accessor.fieldJSON(user, UserField.customAttributes)
}

@implementation @_cdecl("workosds_user_custom_attribute_count")
public func workosds_user_custom_attribute_count(_ user: OpaquePointer?) -> Int {
    Handle.readOrMake(user, 0) { (user: Record) in user.customAttributes?.count ?? 0 }
}

@implementation @_cdecl("workosds_user_custom_attribute_key_at")
public func workosds_user_custom_attribute_key_at(
    _ user: OpaquePointer?, _ index: Int, _ length: UnsafeMutablePointer<Int>?
) -> UnsafePointer<CChar>? {
    length?.pointee = 0
    return Handle.readOrMake(user, nil) { (user: Record) in
        let key = user.customAttributes?.key(at: index)
        length?.pointee = key.map { CText.length($0) } ?? 0
        return key
    }
}

@implementation @_cdecl("workosds_user_custom_attribute_type")
public func workosds_user_custom_attribute_type(
    _ user: OpaquePointer?, _ key: UnsafePointer<CChar>?
) -> workosds_attribute_type {
    let type = read(user, key) { (attributes, key) in attributes.type(key) } ?? WORKOSDS_ATTRIBUTE_ABSENT
    return workosds_attribute_type(truncatingIfNeeded: type)
}

@implementation @_cdecl("workosds_user_custom_attribute_text")
public func workosds_user_custom_attribute_text(
    _ user: OpaquePointer?, _ key: UnsafePointer<CChar>?, _ text: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
    _ length: UnsafeMutablePointer<Int>?
) -> Int32 {
    let value = read(user, key) { (attributes, key) in attributes.text(key, exact: length != nil) }
    text?.pointee = value?.start
    length?.pointee = value?.length ?? 0
    return value == nil ? 0 : 1
}

@implementation @_cdecl("workosds_user_custom_attribute_integer")
public func workosds_user_custom_attribute_integer(
    _ user: OpaquePointer?, _ key: UnsafePointer<CChar>?, _ integer: UnsafeMutablePointer<Int64>?
) -> Int32 {
    let value = read(user, key) { (attributes, key) in attributes.integer(key) }
    integer?.pointee = value ?? 0
    return value == nil ? 0 : 1
}

@implementation @_cdecl("workosds_user_custom_attribute_real")
public func workosds_user_custom_attribute_real(
    _ user: OpaquePointer?, _ key: UnsafePointer<CChar>?, _ real: UnsafeMutablePointer<Double>?
) -> Int32 {
    let value = read(user, key) { (attributes, key) in attributes.real(key) }
    real?.pointee = value ?? 0
    return value == nil ? 0 : 1
}

@implementation @_cdecl("workosds_user_custom_attribute_boolean")
public func workosds_user_custom_attribute_boolean(
    _ user: OpaquePointer?, _ key: UnsafePointer<CChar>?, _ boolean: UnsafeMutablePointer<Int32>?
) -> Int32 {
    let value = read(user, key) { (attributes, key) in attributes.boolean(key) }
    boolean?.pointee = value == true ? 1 : 0
    return value == nil ? 0 : 1
}

@implementation @_cdecl("workosds_user_custom_attribute_json")
public func workosds_user_custom_attribute_json(
    _ user: OpaquePointer?, _ key: UnsafePointer<CChar>?
) -> UnsafeMutablePointer<CChar>? {
    read(user, key) { (attributes, key) in attributes.json(key) }
}

/// nil for a user without attributes, and for a NULL key, unlike for "".
private func read<Value>(
    _ user: OpaquePointer?, _ key: UnsafePointer<CChar>?, _ body: (CustomAttributes, UnsafePointer<CChar>) -> Value?
) -> Value? {
    guard let key else { return nil }
    return Handle.readOrMake(user, nil) { (user: Record) in user.customAttributes.flatMap { body($0, key) } }
}
