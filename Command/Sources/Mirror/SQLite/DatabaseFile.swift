import CommandSupport
import Glibc

/// The database file: its path, permissions and existence. The store handles its content.
struct DatabaseFile {
    /// Device and inode, which are the same for all names of the file.
    struct Identity: Equatable {
        let device: UInt
        let inode: UInt

        init(_ state: stat) {
            device = UInt(state.st_dev)
            inode = UInt(state.st_ino)
        }
    }

    /// Absolute, without symbolic links. A name like "file:x.db" is a file name, not a URI.
    let path: String

    init(_ given: String) throws {
        if given.utf8.contains(0) { throw MirrorError.usage("--database must not contain a NUL") }
        path = try Self.resolved(given)
    }

    /// The name for messages.
    var name: String { VisibleText.of(path) }

    /// The size in bytes; nil if it does not exist.
    var size: Int? {
        var state = stat()
        return stat(path, &state) == 0 ? Int(state.st_size) : nil
    }

    private static func resolved(_ given: String) throws -> String {
        if let real = realpath(given, nil) {
            defer { free(real) }
            return String(cString: real)
        }
        guard errno == ENOENT else { throw unusable(given) }
        // It will be created: at the target of a symbolic link, or in an existing folder.
        var state = stat()
        if lstat(given, &state) == 0 {
            throw MirrorError.unusableFile(
                "\(VisibleText.of(given)) is a symbolic link to a file that does not exist: create the file's folder "
                    + "or remove the link")
        }
        let slash = given.lastIndex(of: "/")
        let folder = slash.map { $0 == given.startIndex ? "/" : String(given[..<$0]) } ?? "."
        let file = slash.map { String(given[given.index(after: $0)...]) } ?? given
        guard !file.isEmpty, file != ".", file != "..", let real = realpath(folder, nil) else { throw unusable(given) }
        defer { free(real) }
        let base = String(cString: real)
        return base == "/" ? "/" + file : base + "/" + file
    }

    // MARK: - Before opening

    /// Creates it if it does not exist, and rejects files that SQLite must not open. The descriptor is open for reading
    /// and writing.
    func open(mode: UInt32?, isDamaged: Bool = false) throws -> Int32 {
        try refuseOtherKinds()
        let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        var descriptor = Glibc.open(path, flags)
        if descriptor < 0, errno == ENOENT {
            descriptor = Glibc.open(path, flags | O_CREAT | O_EXCL, 0o600)
            // Another process may have created it first.
            if descriptor < 0, errno == EEXIST { descriptor = Glibc.open(path, flags) }
        }
        guard descriptor >= 0 else { throw Self.unusable(path) }
        do {
            if !isDamaged { try refuseOtherContent(descriptor) }
            if let mode { try setMode(mode, descriptor) }
        } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// For readers; does not create it.
    func checkReadable() throws {
        try refuseOtherKinds(isRequired: true)
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.unusable(path) }
        defer { close(descriptor) }
        try refuseOtherContent(descriptor)
    }

    private func refuseOtherKinds(isRequired: Bool = false) throws {
        var state = stat()
        guard stat(path, &state) == 0 else {
            guard errno == ENOENT else { throw Self.unusable(path) }
            guard isRequired else { return }
            throw MirrorError.unusableFile("\(name) does not exist: run `workosds mirror --database` to create it")
        }
        switch state.st_mode & S_IFMT {
        case S_IFREG: return
        case S_IFDIR: throw MirrorError.unusableFile("\(name) is a folder: --database needs a file name")
        default: throw MirrorError.unusableFile("\(name) is not a regular file: --database needs one")
        }
    }

    /// An empty file is an empty database.
    private func refuseOtherContent(_ descriptor: Int32) throws {
        let magic = Array("SQLite format 3\0".utf8)
        var bytes = [UInt8](repeating: 0, count: magic.count)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count >= 0 else { throw Self.unusable(path) }
        if count == 0 || bytes == magic { return }
        throw MirrorError.unusableFile(
            "\(name) is not a SQLite database and was not changed. Use another file, or `workosds mirror repair` "
                + "if it was the mirror's")
    }

    /// Whether it is a mirror's, even if damaged, according to its first page or a table's definition.
    func looksLikeMirror() throws -> Bool {
        try refuseOtherKinds(isRequired: true)
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.unusable(path) }
        defer { close(descriptor) }
        let table = Array("CREATE TABLE mirror_state".utf8)
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        var position: off_t = 0
        while true {
            let count = pread(descriptor, &bytes, bytes.count, position)
            guard count >= 0 else { throw Self.unusable(path) }
            if Self.holds(bytes[..<count], table) { return true }
            if count < bytes.count { return false }
            position += off_t(count - table.count)
        }
    }

    private static func holds(_ bytes: ArraySlice<UInt8>, _ text: [UInt8]) -> Bool {
        var rest = bytes
        while let start = rest.firstIndex(of: text[0]) {
            rest = rest[start...]
            if rest.starts(with: text) { return true }
            rest = rest.dropFirst()
        }
        return false
    }

    private func setMode(_ mode: UInt32, _ descriptor: Int32) throws {
        guard fchmod(descriptor, mode) == 0 else { throw Self.unusable(path) }
        // SQLite creates its other files with the mode of the database.
        for suffix in ["-wal", "-shm"] {
            if chmod(path + suffix, mode) != 0, errno != ENOENT { throw Self.unusable(path + suffix) }
        }
    }

    // MARK: - While open

    /// Nil if the file has been removed or renamed.
    var identity: Identity? {
        var state = stat()
        return stat(path, &state) == 0 ? Identity(state) : nil
    }

    /// Checks that the open file is still at the path; writing to a moved file would be useless.
    func check(_ opened: Identity) throws {
        guard let identity else {
            throw MirrorError.unusableFile(
                "\(name) was removed or moved away while it was mirrored into: what came since is not in it. "
                    + "Restart the mirror, and copy with VACUUM INTO instead of mv")
        }
        guard identity == opened else {
            throw MirrorError.unusableFile(
                "\(name) was replaced by another file while it was mirrored into: stop the mirror before a file is put "
                    + "in its place, and remove \(name)-wal and \(name)-shm")
        }
    }

    static func unusable(_ path: String) -> MirrorError {
        .unusableFile("\(VisibleText.of(path)): \(String(cString: strerror(errno)))")
    }
}
