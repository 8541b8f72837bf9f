import Foundation
import WorkOSDirectorySync

/// What a command returned.
struct Result {
    var records: [String] = []
    var cursor: String?
    var error = "null"
    let attempts = AttemptNotes()

    var json: String {
        JSON.object([
            ("records", JSON.array(records)), ("cursor", JSON.text(cursor)), ("error", error),
            ("attempts", attempts.json),
        ])
    }
}

func perform(_ command: Command, _ result: inout Result) throws {
    let arguments = command.arguments
    switch command.call {
    case "webhook_verify":
        let event = try Webhook.verify(
            payload: arguments.payload, signatureHeader: arguments.header ?? "", secret: arguments.secret ?? "",
            tolerance: arguments.tolerance.map { .milliseconds($0) }, nowMilliseconds: arguments.now)
        result.records.append(RecordJSON.of(event))
    case "webhook_sign":
        let header = try Webhook.sign(
            payload: arguments.payload, secret: arguments.secret ?? "", nowMilliseconds: arguments.now)
        result.records.append(JSON.text(header))
    default:
        try perform(command, arguments, command.client(result.attempts), &result)
    }
}

private func perform(_ command: Command, _ given: Arguments, _ client: Client, _ result: inout Result) throws {
    switch command.call {
    case "list_directories":
        let query = DirectoryQuery(
            organizationID: given.organizationID, search: given.search, paging: given.paging)
        try read(client.listDirectories(query), command, RecordJSON.of, &result)
    case "list_groups":
        let query = GroupQuery(directory: given.directory, user: given.user, paging: given.paging)
        try read(client.listGroups(query), command, RecordJSON.of, &result)
    case "list_users":
        let query = UserQuery(
            directory: given.directory, group: given.group, idpID: given.idpID, email: given.email,
            paging: given.paging)
        try read(client.listUsers(query), command, RecordJSON.of, &result)
    case "list_events":
        let query = EventQuery(
            events: given.events ?? [], organizationID: given.organizationID, rangeStart: given.rangeStart,
            rangeEnd: given.rangeEnd, paging: given.paging)
        try read(client.listEvents(query), command, RecordJSON.of, &result)
    case "get_directory": result.records.append(RecordJSON.of(try client.directory(given.id ?? "")))
    case "get_group": result.records.append(RecordJSON.of(try client.group(given.id ?? "")))
    case "get_user": result.records.append(RecordJSON.of(try client.user(given.id ?? "")))
    case "delete_directory": try client.deleteDirectory(given.id ?? "")
    case "request_directory_sync": try client.requestDirectorySync(given.id ?? "")
    default: fatalError("unknown call: \(command.call)")
    }
}

/// To the end, or until `take` records or pages were read.
private func read<Record>(
    _ listing: Listing<Record>, _ command: Command, _ show: (Record) -> String, _ result: inout Result
) throws {
    defer { result.cursor = listing.cursor }
    let count = command.take ?? .max
    if command.byPage {
        while result.records.count < count, let page = try listing.nextPageJSON() {
            let ids = try JSONDecoder().decode([Identified].self, from: Data(page.utf8)).map(\.id)
            result.records.append(JSON.array(ids.map(JSON.text)))
        }
    } else {
        for next in listing.prefix(count) { result.records.append(show(try next.get())) }
    }
}

private struct Identified: Decodable {
    let id: String?
}
