import CPlatform

/// The slugs of a user's roles. The texts are in the record's arena, so the list is part of the record.
final class RoleList {
    let count: Int
    /// `count` pointers; nil for an entry that has no slug.
    private let slugs: UnsafeMutablePointer<UnsafePointer<CChar>?>

    /// nil if memory runs out.
    fileprivate static func make(_ count: Int, _ slug: (Int) -> UnsafePointer<CChar>?) -> RoleList? {
        let slugs = calloc(count &+ 1, MemoryLayout<UnsafePointer<CChar>?>.stride)
        guard let slugs = slugs?.assumingMemoryBound(to: UnsafePointer<CChar>?.self) else { return nil }
        for number in 0..<count { slugs[number] = slug(number) }
        return RoleList(count, slugs)
    }

    private init(_ count: Int, _ slugs: UnsafeMutablePointer<UnsafePointer<CChar>?>) {
        self.count = count
        self.slugs = slugs
    }

    deinit { free(slugs) }

    /// nil for an invalid index.
    subscript(number: Int) -> UnsafePointer<CChar>? { number >= 0 && number < count ? slugs[number] : nil }
}

extension Record {
    /// nil for a user without an array of roles.
    final var roles: RoleList? {
        if let known = parts.roles { return known }
        guard let places = index(ofField: UserField.roles.rawValue, .elements) else { return nil }
        parts.roles = kept(
            RoleList.make(places.count) { number in
                places.range(number).flatMap { index(of: $0, .role) }.flatMap { slug($0) }
            })
        return parts.roles
    }

    /// The role in `role`, which the API sends in addition to `roles`.
    final var role: UnsafePointer<CChar>? {
        if let known = parts.role { return known }
        let role = index(ofField: UserField.role.rawValue, .role).flatMap { slug($0) }
        // Absence is not stored: nil also means that it was not read yet.
        if role != nil { parts.role = role }
        return role
    }

    private func slug(_ role: RecordIndex) -> UnsafePointer<CChar>? {
        role.range(0, field: 0).flatMap { decode($0) }?.start
    }
}

extension Schema {
    static var role: Schema { Schema("slug", count: 1) }
}
