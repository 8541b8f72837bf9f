import WorkOSDirectorySync

extension Session {
    convenience init(_ connection: ConnectionOptions) throws {
        try self.init(showsProgress: connection.showsProgress, isVerbose: connection.verbose) {
            onAttempt, interruption in
            var options = try connection.clientOptions()
            options.onAttempt = onAttempt
            return try connection.client(options, interruption)
        }
    }

    func show<Element: APIRecord & Presentable>(_ record: Element, as options: OutputOptions<Element>) throws {
        try write(options.formatter(for: output, isList: false).takeAll(of: [record]))
        try output.close()
    }
}
