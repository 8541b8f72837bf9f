import Glibc

/// The functions of libpq, the client library of PostgreSQL. It is loaded only if a PostgreSQL database is given.
struct LibPQ {
    typealias Name = UnsafePointer<CChar>
    typealias Names = UnsafePointer<Name?>

    // The values in libpq-fe.h.
    static let connectionOK: Int32 = 0
    static let commandOK: Int32 = 1
    static let tuplesOK: Int32 = 2
    static let copyIn: Int32 = 4
    static let codeField = Int32(UInt8(ascii: "C"))
    static let messageField = Int32(UInt8(ascii: "M"))

    let connect: @convention(c) (Names?, Names?, Int32) -> OpaquePointer?
    let finish: @convention(c) (OpaquePointer?) -> Void
    let status: @convention(c) (OpaquePointer?) -> Int32
    let errorMessage: @convention(c) (OpaquePointer?) -> Name?
    let parameterStatus: @convention(c) (OpaquePointer?, Name?) -> Name?
    let serverVersion: @convention(c) (OpaquePointer?) -> Int32
    let socket: @convention(c) (OpaquePointer?) -> Int32
    let sendQuery: @convention(c) (OpaquePointer?, Name?) -> Int32
    let sendQueryParams:
        @convention(c) (
            OpaquePointer?, Name?, Int32, UnsafePointer<UInt32>?, Names?, UnsafePointer<Int32>?,
            UnsafePointer<Int32>?, Int32
        ) -> Int32
    let putCopyData: @convention(c) (OpaquePointer?, Name?, Int32) -> Int32
    let putCopyEnd: @convention(c) (OpaquePointer?, Name?) -> Int32
    let consumeInput: @convention(c) (OpaquePointer?) -> Int32
    let isBusy: @convention(c) (OpaquePointer?) -> Int32
    let getResult: @convention(c) (OpaquePointer?) -> OpaquePointer?
    let backendPID: @convention(c) (OpaquePointer?) -> Int32
    let notifies: @convention(c) (OpaquePointer?) -> UnsafeMutableRawPointer?
    let freeMemory: @convention(c) (UnsafeMutableRawPointer?) -> Void
    let getCancel: @convention(c) (OpaquePointer?) -> OpaquePointer?
    let cancel: @convention(c) (OpaquePointer?, UnsafeMutablePointer<CChar>?, Int32) -> Int32
    let freeCancel: @convention(c) (OpaquePointer?) -> Void
    let clear: @convention(c) (OpaquePointer?) -> Void
    let resultStatus: @convention(c) (OpaquePointer?) -> Int32
    let resultErrorField: @convention(c) (OpaquePointer?, Int32) -> Name?
    let tupleCount: @convention(c) (OpaquePointer?) -> Int32
    let fieldCount: @convention(c) (OpaquePointer?) -> Int32
    let fieldName: @convention(c) (OpaquePointer?, Int32) -> Name?
    let fieldType: @convention(c) (OpaquePointer?, Int32) -> UInt32
    let value: @convention(c) (OpaquePointer?, Int32, Int32) -> UnsafeMutablePointer<CChar>?
    let valueLength: @convention(c) (OpaquePointer?, Int32, Int32) -> Int32
    let isNull: @convention(c) (OpaquePointer?, Int32, Int32) -> Int32
    let affectedRows: @convention(c) (OpaquePointer?) -> Name?
    let setNoticeReceiver:
        @convention(c) (
            OpaquePointer?, @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?) -> Void, UnsafeMutableRawPointer?
        ) -> UnsafeRawPointer?

    init() throws {
        guard let library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL) else {
            throw MirrorError.unusableFile(
                "PostgreSQL needs its client library libpq.so.5: install the package libpq5 (Debian, Ubuntu) or "
                    + "postgresql-libs (Fedora, Arch)")
        }
        func function<Function>(_ name: String) throws -> Function {
            guard let symbol = dlsym(library, name) else {
                throw MirrorError.unusableFile("libpq.so.5 has no function \(name): install a newer libpq5")
            }
            return unsafeBitCast(symbol, to: Function.self)
        }
        connect = try function("PQconnectdbParams")
        finish = try function("PQfinish")
        status = try function("PQstatus")
        errorMessage = try function("PQerrorMessage")
        parameterStatus = try function("PQparameterStatus")
        serverVersion = try function("PQserverVersion")
        socket = try function("PQsocket")
        sendQuery = try function("PQsendQuery")
        sendQueryParams = try function("PQsendQueryParams")
        putCopyData = try function("PQputCopyData")
        putCopyEnd = try function("PQputCopyEnd")
        consumeInput = try function("PQconsumeInput")
        isBusy = try function("PQisBusy")
        getResult = try function("PQgetResult")
        backendPID = try function("PQbackendPID")
        notifies = try function("PQnotifies")
        freeMemory = try function("PQfreemem")
        getCancel = try function("PQgetCancel")
        cancel = try function("PQcancel")
        freeCancel = try function("PQfreeCancel")
        clear = try function("PQclear")
        resultStatus = try function("PQresultStatus")
        resultErrorField = try function("PQresultErrorField")
        tupleCount = try function("PQntuples")
        fieldCount = try function("PQnfields")
        fieldName = try function("PQfname")
        fieldType = try function("PQftype")
        value = try function("PQgetvalue")
        valueLength = try function("PQgetlength")
        isNull = try function("PQgetisnull")
        affectedRows = try function("PQcmdTuples")
        setNoticeReceiver = try function("PQsetNoticeReceiver")
    }
}
