// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import Glibc

/// The file by which other programs find a daemon, and by which a second one notices the first.
public struct PIDFile: ~Copyable {
    public let path: String
    private let file: FileDescriptor

    /// Writes the number of this process into a new file.
    ///
    /// A file that a process has left which is gone is replaced; one whose process lives is an error.
    public init(_ path: String) throws(SystemError) {
        self.path = path
        do throws(SystemError) {
            file = try Self.create(path)
        } catch {
            guard error.code == EEXIST else { throw error }
            if let holder = try Self.livingHolder(of: path) {
                throw SystemError(
                    code: EEXIST, operation: "write", object: path,
                    remedy: "process \(holder) is running: stop it, or choose another 'pidfile'")
            }
            unsafe unlink(path)
            file = try Self.create(path)
        }
    }

    /// Removes the file, unless another one has taken its place.
    ///
    /// Where the daemon has dropped the privilege for that, the file is left empty, which names no process.
    public consuming func remove() {
        guard let identity = FileIdentity(file), identity == FileIdentity(path) else { return }
        if unsafe unlink(path) < 0 { ftruncate(file.number, 0) }
    }

    private static func create(_ path: String) throws(SystemError) -> FileDescriptor {
        let file = try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o644)
        do throws(SystemError) {
            try file.writeAll(Array("\(getpid())\n".utf8), path: path)
        } catch {
            unsafe unlink(path)
            throw error
        }
        return file
    }

    /// The process that the file names, if it lives and can be the one that wrote it.
    private static func livingHolder(of path: String) throws(SystemError) -> pid_t? {
        let file = try FileDescriptor.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        let text = String(decoding: try file.readAll(limit: 32, path: path), as: UTF8.self)
        guard let process = pid_t(text.filter { !$0.isWhitespace }) else { return nil }
        return isAnother(process) ? process : nil
    }

    /// Whether the process lives, isn't this one, and is a time server.
    ///
    /// In a container, a daemon is process 1 each time, and finds its own number left over. To anybody else,
    /// process 1 is the system's init and no time server.
    private static func isAnother(_ process: pid_t) -> Bool {
        guard process > 1, process != getpid() else { return false }
        guard kill(process, 0) == 0 || errno == EPERM else { return false }
        // A number is given again, after a restart of the machine to anything. Without a name, it may be one.
        guard let name = name(of: process) else { return true }
        return ["ntpd", "chronyd"].contains(name) || name == Self.name(of: getpid())
    }

    /// What the kernel calls a process; nil where it doesn't tell.
    private static func name(of process: pid_t) -> String? {
        guard let bytes = try? FileReader.contents(of: "/proc/\(process)/comm") else { return nil }
        return String(decoding: bytes, as: UTF8.self).filter { !$0.isNewline }
    }
}
