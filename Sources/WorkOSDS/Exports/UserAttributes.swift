import CJansson
import CWorkOSDS

@implementation @_cdecl("workosds_user_custom_attributes_json")
public func workosds_user_custom_attributes_json(_ user: OpaquePointer?) -> UnsafeMutablePointer<CChar>? {
    Accessor.fieldJSON(user, UserField.customAttributes)
}

@implementation @_cdecl("workosds_user_custom_attribute_count")
public func workosds_user_custom_attribute_count(_ user: OpaquePointer?) -> Int {
    Handle.read(user, 0) { (user: Record) in user.customAttributes?.count ?? 0 }
}

@implementation @_cdecl("workosds_user_custom_attribute_key_at")
public func workosds_user_custom_attribute_key_at(
    _ user: OpaquePointer?, _ index: Int, _ length: UnsafeMutablePointer<Int>?
) -> UnsafePointer<CChar>? {
    Handle.read(user, nil) { (user: Record) in
        let key = user.customAttributes?.key(at: index)
        length?.pointee = key.map { CText.length($0) } ?? 0
        return key
    }
}

@implementation @_cdecl("workosds_user_custom_attribute_type")
public func workosds_user_custom_attribute_type(
    _ user: OpaquePointer?, _ key: UnsafePointer<CChar>?
) -> workosds_attribute_type {
    workosds_attribute_type(truncatingIfNeeded: attribute(user, key).map { CustomAttributes.type($0) } ?? 0)
}

@implementation @_cdecl("workosds_user_custom_attribute_text")
public func workosds_user_custom_attribute_text(
    _ user: OpaquePointer?, _ key: UnsafePointer<CChar>?, _ text: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
    _ length: UnsafeMutablePointer<Int>?
) -> Int32 {
    let value = attribute(user, key)
    let start = value.flatMap { json_string_value($0) }
    text?.pointee = start
    length?.pointee = start == nil ? 0 : json_string_length(value)
    return start == nil ? 0 : 1
}

@implementation @_cdecl("workosds_user_custom_attribute_integer")
public func workosds_user_custom_attribute_integer(
    _ user: OpaquePointer?, _ key: UnsafePointer<CChar>?, _ integer: UnsafeMutablePointer<Int64>?
) -> Int32 {
    let value = attribute(user, key, WORKOSDS_ATTRIBUTE_INTEGER)
    integer?.pointee = value.map { Int64(json_integer_value($0)) } ?? 0
    return value == nil ? 0 : 1
}

@implementation @_cdecl("workosds_user_custom_attribute_real")
public func workosds_user_custom_attribute_real(
    _ user: OpaquePointer?, _ key: UnsafePointer<CChar>?, _ real: UnsafeMutablePointer<Double>?
) -> Int32 {
    let value = attribute(user, key, WORKOSDS_ATTRIBUTE_REAL)
    real?.pointee = value.map { json_real_value($0) } ?? 0
    return value == nil ? 0 : 1
}

@implementation @_cdecl("workosds_user_custom_attribute_boolean")
public func workosds_user_custom_attribute_boolean(
    _ user: OpaquePointer?, _ key: UnsafePointer<CChar>?, _ boolean: UnsafeMutablePointer<Int32>?
) -> Int32 {
    let value = attribute(user, key, WORKOSDS_ATTRIBUTE_BOOLEAN)
    boolean?.pointee = value.map { cjansson_type($0) == JSON_TRUE ? 1 : 0 } ?? 0
    return value == nil ? 0 : 1
}

@implementation @_cdecl("workosds_user_custom_attribute_json")
public func workosds_user_custom_attribute_json(
    _ user: OpaquePointer?, _ key: UnsafePointer<CChar>?
) -> UnsafeMutablePointer<CChar>? {
    attribute(user, key).flatMap { JanssonValue.dump($0) }
}

/// The attribute of that key, of that type if one is named; nil for a NULL key, unlike for "".
private func attribute(
    _ user: OpaquePointer?, _ key: UnsafePointer<CChar>?, _ type: Int? = nil
) -> UnsafeMutablePointer<json_t>? {
    guard let key else { return nil }
    return Handle.read(user, nil) { (user: Record) in
        guard let value = user.customAttributes?.value(key) else { return nil }
        return type == nil || CustomAttributes.type(value) == type ? value : nil
    }
}
