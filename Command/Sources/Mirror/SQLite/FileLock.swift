import CommandSupport
import Glibc

/// Keeps a second mirror off the file. It goes with the process, however that ends.
///
/// What is locked is the database's inode, so that a hard link to it is no way around. The file beside it, with the
/// owner's number, is locked too: whoever may only read the database cannot open that one, and so not hold it.
final class FileLock {
    /// Far behind the bytes that SQLite locks, and behind the end of every file.
    private static let lockedByte: off_t = 1 << 62
    /// F_OFD_SETLK, which is a GNU extension to fcntl.h and hidden from Swift.
    private static let setOpenFileLock: Int32 = 37

    private let note: Int32
    private let database: Int32
    /// Of the file that is locked, whatever is at its path later.
    let identity: DatabaseFile.Identity

    /// - Parameters:
    ///   - mode: permissions for the database; nil: 0600 for a new one, and an existing one keeps its own.
    ///   - isDamaged: the file is taken for a database whatever it begins with.
    init(_ file: DatabaseFile, mode: UInt32? = nil, isDamaged: Bool = false) throws {
        database = try file.open(mode: mode, isDamaged: isDamaged)
        var state = stat()
        fstat(database, &state)
        identity = DatabaseFile.Identity(state)
        do {
            note = try Self.openNote(file.path + ".lock")
        } catch {
            close(database)
            throw error
        }
        guard flock(note, LOCK_EX | LOCK_NB) == 0, Self.lockInode(database) else {
            let owner = Self.owner(note)
            close(note)
            close(database)
            throw MirrorError.locked("\(file.name) is being mirrored by another process\(owner): nothing was done")
        }
        Self.write(getpid(), to: note)
    }

    /// After SQLite has closed the file: its own locks go with the first descriptor of it that is closed.
    deinit {
        close(note)
        close(database)
    }

    /// Never through a link: who may write into the folder could name any file of ours.
    private static func openNote(_ path: String) throws -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else {
            guard errno == ELOOP else { throw DatabaseFile.unusable(path) }
            throw MirrorError.unusableFile("\(VisibleText.of(path)) is a symbolic link: remove it")
        }
        var state = stat()
        guard fstat(descriptor, &state) == 0, state.st_mode & S_IFMT == S_IFREG, state.st_nlink == 1 else {
            close(descriptor)
            throw MirrorError.unusableFile(
                "\(VisibleText.of(path)) is not a file of its own (a hard link, a folder or a device): remove it")
        }
        fchmod(descriptor, 0o600)
        return descriptor
    }

    /// A lock of the open file, not of the process: the database can be opened and closed beside it.
    private static func lockInode(_ descriptor: Int32) -> Bool {
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = lockedByte
        lock.l_len = 1
        return fcntl(descriptor, setOpenFileLock, &lock) == 0
    }

    private static func write(_ process: pid_t, to descriptor: Int32) {
        let text = Array("\(process)\n".utf8)
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
    }

    private static func owner(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        return Int(text.filter(\.isNumber)).map { " (\($0))" } ?? ""
    }
}
