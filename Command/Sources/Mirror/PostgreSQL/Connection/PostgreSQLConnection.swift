import Glibc

/// A connection to the server. It has no prepared statements, because a pooler can use another connection for each
/// transaction.
final class PostgreSQLConnection {
    /// The result of a statement.
    struct Outcome {
        var rows: [Row] = []
        var affected = 0
    }

    /// A text ends with a NUL.
    private struct Argument {
        let type: UInt32
        let bytes: [UInt8]?
        var isBinary = false
    }

    let library: LibPQ
    private var statements: [String: PageStatement] = [:]
    private let name: String
    let connection: OpaquePointer
    /// nil until it is known whether notifications arrive.
    var isListening: Bool?
    /// Called while a statement runs. If it returns true, the statement is cancelled and throws `.stopped`.
    var shouldStop: () -> Bool = { false }
    /// Called each second while a statement runs.
    var onDelay: () -> Void = {}

    /// In seconds, but the last one in milliseconds. A server whose host died is noticed within half a minute, and not
    /// after the system's two hours.
    private static let timeLimits = [
        ("connect_timeout", "10"), ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "25000"),
    ]

    init(_ library: LibPQ, _ address: PostgreSQLAddress) throws {
        self.library = library
        name = address.name
        // The address can override what comes before it, and not what comes after it.
        let parameters =
            Self.timeLimits + [
                ("dbname", address.uri), ("client_encoding", "UTF8"),
                ("fallback_application_name", "workosds mirror"),
            ]
        guard let opened = Self.connect(library, parameters) else {
            throw PostgreSQLError(code: "", message: "out of memory", database: name)
        }
        guard library.status(opened) == LibPQ.connectionOK else {
            defer { library.finish(opened) }
            throw PostgreSQLError(code: "", message: Self.message(library, opened), database: name)
        }
        connection = opened
        // By default libpq writes notices to standard error.
        _ = library.setNoticeReceiver(connection, { _, _ in }, nil)
    }

    deinit { library.finish(connection) }

    private static func connect(_ library: LibPQ, _ parameters: [(String, String)]) -> OpaquePointer? {
        let (names, values) = (parameters.map { strdup($0.0) }, parameters.map { strdup($0.1) })
        defer { for text in names + values { free(text) } }
        return library.connect(
            names.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
    }

    /// One line.
    private static func message(_ library: LibPQ, _ connection: OpaquePointer) -> String {
        let text = library.errorMessage(connection).map { String(cString: $0) } ?? ""
        let lines = text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " || $0 == "\t" } }
        return lines.isEmpty ? "the connection was lost" : lines.joined(separator: " ")
    }

    var isUsable: Bool { library.status(connection) == LibPQ.connectionOK }
    /// 150018 is 15.18.
    var serverVersion: Int { Int(library.serverVersion(connection)) }
    var serverEncoding: String {
        library.parameterStatus(connection, "server_encoding").map { String(cString: $0) } ?? ""
    }

    // MARK: - Statements

    /// Runs several statements without arguments. Returns the result of the last one.
    @discardableResult
    func script(_ sql: String) throws -> Outcome {
        guard library.sendQuery(connection, sql) == 1 else { throw error() }
        return try finish()
    }

    func run(_ sql: String, _ arguments: [Value], page: Page?) throws -> Outcome {
        let statement = statement(sql)
        var values = arguments.map { Argument(type: Self.type($0), bytes: Self.text($0)) }
        if let page {
            values +=
                statement.columns.isEmpty
                ? [Argument(type: TypeID.jsonb, bytes: page.withoutNULs.bytes + [0])]
                : zip(statement.columns, PageArrays.of(page, statement)).map { column, array in
                    Argument(
                        type: column.isJSON ? TypeID.jsonbArray : TypeID.textArray, bytes: array, isBinary: true)
                }
        }
        guard send(statement.sql, values) else { throw error() }
        return try finish()
    }

    func copy(_ rows: CopyRows) throws {
        guard library.sendQuery(connection, rows.statement) == 1 else { throw error() }
        _ = try finish(rows.bytes)
    }

    private func put(_ bytes: [UInt8]) throws {
        let isSent = bytes.withUnsafeBytes { bytes in
            let start = bytes.assumingMemoryBound(to: CChar.self).baseAddress
            return library.putCopyData(connection, start, Int32(bytes.count)) == 1
        }
        guard isSent, library.putCopyEnd(connection, nil) == 1 else { throw error() }
    }

    private func statement(_ sql: String) -> PageStatement {
        if let known = statements[sql] { return known }
        let made = PageStatement(sql)
        statements[sql] = made
        return made
    }

    private func send(_ sql: String, _ arguments: [Argument]) -> Bool {
        let pointers = arguments.map { argument -> UnsafeMutablePointer<CChar>? in
            guard let bytes = argument.bytes else { return nil }
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
            _ = bytes.withUnsafeBytes { memcpy(copy, $0.baseAddress ?? UnsafeRawPointer(copy), bytes.count) }
            return copy
        }
        defer { for pointer in pointers { pointer?.deallocate() } }
        return library.sendQueryParams(
            connection, sql, Int32(arguments.count), arguments.map(\.type), pointers.map { UnsafePointer($0) },
            arguments.map { Int32($0.bytes?.count ?? 0) }, arguments.map { $0.isBinary ? 1 : 0 }, 0) == 1
    }

    private static func type(_ value: Value) -> UInt32 {
        switch value {
        case .null, .text: TypeID.text
        case .integer: TypeID.bigint
        case .real: TypeID.double
        }
    }

    /// Terminated with a NUL. A NUL inside becomes U+FFFD, because PostgreSQL cannot store it.
    private static func text(_ value: Value) -> [UInt8]? {
        switch value {
        case .null: nil
        case .integer(let number): Array(String(number).utf8) + [0]
        case .real(let number): Array(number.description.utf8) + [0]
        case .text(let text):
            (text.utf8.contains(0)
                ? text.utf8.flatMap { $0 == 0 ? UTF8.encodedReplacementCharacter.map { $0 } : [$0] }
                : Array(text.utf8)) + [0]
        }
    }

    // MARK: - Results

    /// - Parameter rows: what COPY asks for.
    private func finish(_ rows: [UInt8] = []) throws -> Outcome {
        var outcome = Outcome()
        var failure: PostgreSQLError?
        var isStopped = false
        while true {
            try wait(&isStopped)
            guard let result = library.getResult(connection) else { break }
            defer { library.clear(result) }
            switch library.resultStatus(result) {
            case LibPQ.tuplesOK: outcome.rows = self.rows(result)
            case LibPQ.copyIn: try put(rows)
            case LibPQ.commandOK: outcome.rows = []
            default: failure = failure ?? error(result)
            }
            outcome.affected = library.affectedRows(result).flatMap { Int(String(cString: $0)) } ?? 0
        }
        guard let failure else { return outcome }
        if isStopped, failure.isCancellation { throw MirrorError.stopped }
        if failure.isConstraint { throw ConstraintViolation() }
        throw failure
    }

    /// Waits for a result. Checks every 100 ms whether to stop.
    private func wait(_ isStopped: inout Bool) throws {
        var delayed = MonotonicClock.now + 1
        while library.isBusy(connection) == 1 {
            var polled = pollfd(fd: library.socket(connection), events: Int16(POLLIN), revents: 0)
            _ = poll(&polled, 1, 100)
            if !isStopped, shouldStop() {
                isStopped = true
                cancel()
            }
            if polled.revents != 0, library.consumeInput(connection) == 0 { throw error() }
            if MonotonicClock.now > delayed {
                delayed += 1
                onDelay()
            }
        }
    }

    private func cancel() {
        guard let cancel = library.getCancel(connection) else { return }
        defer { library.freeCancel(cancel) }
        var message = [CChar](repeating: 0, count: 256)
        _ = library.cancel(cancel, &message, Int32(message.count))
    }

    private func rows(_ result: OpaquePointer) -> [Row] {
        let columns = 0..<library.fieldCount(result)
        let names = columns.map { library.fieldName(result, $0).map { String(cString: $0) } ?? "" }
        let types = columns.map { library.fieldType(result, $0) }
        return (0..<library.tupleCount(result)).map { row in
            Row(names: names, values: columns.map { value(result, row, $0, types[Int($0)]) })
        }
    }

    private func value(
        _ result: OpaquePointer, _ row: Int32, _ column: Int32, _ type: UInt32
    ) -> Value {
        guard library.isNull(result, row, column) == 0, let start = library.value(result, row, column) else {
            return .null
        }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(library.valueLength(result, row, column)))
        let text = String(decoding: bytes, as: UTF8.self)
        switch type {
        case TypeID.bool: return .integer(text == "t" ? 1 : 0)
        case TypeID.bigint, TypeID.integer, TypeID.smallint: return Int64(text).map(Value.integer) ?? .null
        case TypeID.real, TypeID.double: return Double(text).map(Value.real) ?? .null
        default: return .text(text)
        }
    }

    func error(_ result: OpaquePointer? = nil) -> PostgreSQLError {
        let code = library.resultErrorField(result, LibPQ.codeField).map { String(cString: $0) }
        let message = library.resultErrorField(result, LibPQ.messageField).map { String(cString: $0) }
        return PostgreSQLError(
            code: code ?? "", message: message ?? Self.message(library, connection), database: name)
    }
}
