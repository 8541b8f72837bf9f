/// The three kinds of records, with the API's names.
enum ObjectKind: String {
    case directory
    case directoryGroup = "directory_group"
    case directoryUser = "directory_user"

    var title: String {
        switch self {
        case .directory: "Directory"
        case .directoryGroup: "Directory Group"
        case .directoryUser: "Directory User"
        }
    }

    var prefix: String { rawValue + "_" }
}
