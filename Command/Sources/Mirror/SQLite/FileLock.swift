import CommandSupport
import Glibc

/// Prevents a second mirror from using the file. The lock ends with the process, however it ends.
///
/// The lock is on the database's inode, so that it also applies to hard links. The lock file, which contains the
/// owner's process id, is locked too: a process that can only read the database cannot open it, and so cannot lock it.
final class FileLock {
    /// Far after the bytes that SQLite locks, and after the end of any file.
    private static let lockedByte: off_t = 1 << 62
    /// F_OFD_SETLK, a GNU extension of fcntl.h that Swift cannot see.
    private static let setOpenFileLock: Int32 = 37

    private let note: Int32
    private let database: Int32
    /// The identity of the locked file, whatever is at its path later.
    let identity: DatabaseFile.Identity

    /// - Parameters:
    ///   - mode: permissions of the database; nil for 0600 if it is new, and unchanged otherwise.
    ///   - isDamaged: whether to accept the file as a database without its header.
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

    /// To be called after SQLite has closed the file, because SQLite's locks end when any descriptor of the file is
    /// closed.
    deinit {
        close(note)
        close(database)
    }

    /// Never follows a link, because anyone who can write to the folder could link to another file of this user.
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
                "\(VisibleText.of(path)) is a hard link, a folder or a device: remove it")
        }
        fchmod(descriptor, 0o600)
        return descriptor
    }

    /// A lock of the open file description, not of the process, so that the database can be opened and closed
    /// independently.
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
