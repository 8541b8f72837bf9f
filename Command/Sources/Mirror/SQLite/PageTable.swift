import CSQLite

/// `workosds_records(page, left_out)`: the records of a page of JSON as a table with one row each. `value` is the
/// record as sent, `record` the same without white space and the members in `left_out` (names separated by spaces), and
/// the other columns are members by name.
///
/// SQLite's functions parse a record for each statement and search it for each member, which took more time than the
/// transfer and the rows together.
enum PageTable {
    static let name = "workosds_records"

    private static let recordColumn = Int32(PageContent.columns.count + 1)
    /// The column `left_out` follows it.
    private static let pageColumn = recordColumn + 1

    static func register(_ connection: OpaquePointer, _ cache: PageCache) {
        let cache = Unmanaged.passRetained(cache).toOpaque()
        sqlite3_create_module_v2(connection, name, module, cache) { cache in
            cache.map { Unmanaged<PageCache>.fromOpaque($0).release() }
        }
    }

    /// Without `xCreate` the table exists without being created.
    nonisolated(unsafe) private static let module: UnsafePointer<sqlite3_module> = {
        var module = sqlite3_module()
        module.xConnect = { connection, cache, _, _, table, _ in PageTable.connect(connection, cache, table) }
        module.xDisconnect = { table in
            table.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: csqlite_table.self).deallocate() }
            return SQLITE_OK
        }
        module.xBestIndex = { _, plan in PageTable.choose(plan) }
        module.xOpen = { _, cursor in
            let opened = UnsafeMutablePointer<csqlite_cursor>.allocate(capacity: 1)
            opened.initialize(to: csqlite_cursor())
            cursor?.pointee = UnsafeMutableRawPointer(opened).assumingMemoryBound(to: sqlite3_vtab_cursor.self)
            return SQLITE_OK
        }
        module.xClose = { cursor in
            PageTable.setContent(nil, of: cursor)
            cursor.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: csqlite_cursor.self).deallocate() }
            return SQLITE_OK
        }
        module.xFilter = { cursor, _, _, count, arguments in PageTable.begin(cursor, count, arguments) }
        module.xNext = { cursor in
            PageTable.content(of: cursor)?.cursor.advance()
            return SQLITE_OK
        }
        module.xEof = { cursor in PageTable.content(of: cursor)?.cursor.isAtEnd == false ? 0 : 1 }
        module.xColumn = { cursor, result, column in PageTable.put(column, of: cursor, into: result) }
        module.xRowid = { cursor, number in
            number?.pointee = Int64(PageTable.content(of: cursor)?.cursor.number ?? 0)
            return SQLITE_OK
        }
        let kept = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
        kept.initialize(to: module)
        return UnsafePointer(kept)
    }()

    private static func connect(
        _ connection: OpaquePointer?, _ cache: UnsafeMutableRawPointer?,
        _ table: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab>?>?
    ) -> Int32 {
        let members = PageContent.columns.map(\.name).joined(separator: ", ")
        let code = sqlite3_declare_vtab(
            connection, "CREATE TABLE records (value, \(members), record, page HIDDEN, left_out HIDDEN)")
        guard code == SQLITE_OK else { return code }
        let made = UnsafeMutablePointer<csqlite_table>.allocate(capacity: 1)
        made.initialize(to: csqlite_table(base: sqlite3_vtab(), cache: cache))
        table?.pointee = UnsafeMutableRawPointer(made).assumingMemoryBound(to: sqlite3_vtab.self)
        return SQLITE_OK
    }

    /// Both arguments must be known before the table is read.
    private static func choose(_ plan: UnsafeMutablePointer<sqlite3_index_info>?) -> Int32 {
        guard let plan else { return SQLITE_ERROR }
        var isPageKnown = false
        for index in 0..<Int(plan.pointee.nConstraint) {
            let constraint = plan.pointee.aConstraint[index]
            guard constraint.iColumn >= pageColumn, constraint.op == UInt8(SQLITE_INDEX_CONSTRAINT_EQ) else { continue }
            guard constraint.usable != 0 else { return SQLITE_CONSTRAINT }
            plan.pointee.aConstraintUsage[index].argvIndex = constraint.iColumn - pageColumn + 1
            plan.pointee.aConstraintUsage[index].omit = 1
            if constraint.iColumn == pageColumn { isPageKnown = true }
        }
        plan.pointee.estimatedCost = 100
        plan.pointee.estimatedRows = 100
        return isPageKnown ? SQLITE_OK : SQLITE_CONSTRAINT
    }

    private static func begin(
        _ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?, _ count: Int32,
        _ arguments: UnsafeMutablePointer<OpaquePointer?>?
    ) -> Int32 {
        guard let page = arguments?[0], let cache = cache(of: cursor) else { return SQLITE_ERROR }
        // Read before the length, as sqlite3_value_bytes requires.
        let start = sqlite3_value_text(page)
        let text = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(page)))
        let leftOut = count > 1 ? sqlite3_value_text(arguments?[1]).map { String(cString: $0) } : nil
        let read = PageCursor(cache.content(of: text), leftOut: cache.memberNames(leftOut ?? ""))
        setContent(PageCursorBox(read), of: cursor)
        return SQLITE_OK
    }

    private static func put(
        _ column: Int32, of cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?, into result: OpaquePointer?
    ) -> Int32 {
        guard let content = content(of: cursor)?.cursor, !content.isAtEnd else { return SQLITE_ERROR }
        switch column {
        case 0: content.putText(into: result)
        case 1..<recordColumn: content.putMember(Int(column) - 1, into: result)
        case recordColumn: content.putRecord(into: result)
        default: sqlite3_result_null(result)
        }
        return SQLITE_OK
    }

    // MARK: - Cursors

    private static func cache(of cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> PageCache? {
        guard let table = cursor?.pointee.pVtab else { return nil }
        let cache = UnsafeMutableRawPointer(table).assumingMemoryBound(to: csqlite_table.self).pointee.cache
        return cache.map { Unmanaged<PageCache>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func content(of cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> PageCursorBox? {
        guard let cursor else { return nil }
        let content = UnsafeMutableRawPointer(cursor).assumingMemoryBound(to: csqlite_cursor.self).pointee.content
        return content.map { Unmanaged<PageCursorBox>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func setContent(_ content: PageCursorBox?, of cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?) {
        guard let cursor else { return }
        let place = UnsafeMutableRawPointer(cursor).assumingMemoryBound(to: csqlite_cursor.self)
        if let before = place.pointee.content { Unmanaged<PageCursorBox>.fromOpaque(before).release() }
        place.pointee.content = content.map { Unmanaged.passRetained($0).toOpaque() }
    }
}
