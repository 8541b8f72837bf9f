// Lists the directories that an API key can see, then the groups and users of one of them.
//
//   WORKOS_API_KEY=sk_... swift run list_directory [directory_id]
//
// Without an id it shows the directory with the most users. bindings/swift/README.md has the package for it.
import Foundation
import WorkOSDirectorySync

struct Attributes: Decodable {
    var department_name: String?
}

func listDirectories(_ client: Client) throws -> String? {
    let directories = try client.listDirectories().all()
    for directory in directories {
        print(
            [directory.id, directory.type, directory.state, directory.name].map { $0 ?? "-" }.joined(separator: "  "))
    }
    print("\(directories.count) directories\n")
    return directories.max { ($0.activeUserCount ?? 0) < ($1.activeUserCount ?? 0) }?.id
}

func listGroups(_ client: Client, _ directory: String) throws {
    var count = 0
    let groups = try client.listGroups(GroupQuery(directory: directory))
    while let group = try groups.next() {
        print("\(group.id ?? "-")  \(group.name ?? "-")")
        count += 1
    }
    print("\(count) groups\n")
}

func listUsers(_ client: Client, _ directory: String) throws {
    var count = 0
    let users = try client.listUsers(UserQuery(directory: directory))
    while let user = try users.next() {
        let department = try user.customAttributes(as: Attributes.self).department_name
        print([user.id, user.state, user.email, user.name, department].map { $0 ?? "-" }.joined(separator: "  "))
        count += 1
    }
    print("\(count) users")
}

do {
    // The key comes from WORKOS_API_KEY, the URL from WORKOS_BASE_URL if it is set.
    let client = try Client()
    let largest = try listDirectories(client)
    if let directory = CommandLine.arguments.dropFirst().first ?? largest {
        try listGroups(client, directory)
        try listUsers(client, directory)
    }
} catch let error as APIError {
    let id = error.requestID.map { "\nrequest id for WorkOS's support: \($0)" } ?? ""
    FileHandle.standardError.write(Data((error.message + id + "\n").utf8))
    exit(1)
}
