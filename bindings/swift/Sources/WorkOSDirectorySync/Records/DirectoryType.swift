import CWorkOSDS

/// An identity provider that the library knows.
public struct DirectoryType: Sendable, Hashable {
    /// As in ``Directory/type``: "okta scim v2.0".
    public let type: String
    /// For people: "Okta SCIM v2.0".
    public let displayName: String

    /// Every type that the loaded library knows.
    public static var all: [DirectoryType] {
        (0..<workosds_directory_type_count()).compactMap { index in
            guard let type = workosds_directory_type_at(index),
                let name = workosds_directory_type_display_name(type)
            else { return nil }
            return DirectoryType(type: String(cString: type), displayName: String(cString: name))
        }
    }
}
