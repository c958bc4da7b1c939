// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import Glibc

/// The file by which other programs find a daemon, and by which a second one notices the first.
public struct PIDFile: ~Copyable {
    public let path: String

    /// Writes the number of this process into a new file.
    ///
    /// A file that a process has left which is gone is replaced; one whose process lives is an error.
    public init(_ path: String) throws(SystemError) {
        self.path = path
        do throws(SystemError) {
            try Self.create(path)
        } catch {
            guard error.code == EEXIST else { throw error }
            if let holder = try Self.livingHolder(of: path) {
                throw SystemError(
                    code: EEXIST, operation: "write", object: path,
                    remedy: "process \(holder) is running: stop it, or choose another 'pidfile'")
            }
            unsafe unlink(path)
            try Self.create(path)
        }
    }

    /// Removes the file. Fails without a word where the daemon has dropped the privilege: the next one copes.
    public consuming func remove() {
        unsafe unlink(path)
    }

    private static func create(_ path: String) throws(SystemError) {
        let file = try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o644)
        do throws(SystemError) {
            try file.writeAll(Array("\(getpid())\n".utf8), path: path)
        } catch {
            unsafe unlink(path)
            throw error
        }
    }

    /// The process that the file names, if it lives and can be the one that wrote it.
    private static func livingHolder(of path: String) throws(SystemError) -> pid_t? {
        let file = try FileDescriptor.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        let text = String(decoding: try file.readAll(limit: 32, path: path), as: UTF8.self)
        guard let process = pid_t(text.filter { !$0.isWhitespace }) else { return nil }
        return isAnother(process) ? process : nil
    }

    /// Whether the process lives and isn't this one.
    ///
    /// In a container, a daemon is process 1 each time, and finds its own number left over. To anybody else,
    /// process 1 is the system's init and no time server.
    private static func isAnother(_ process: pid_t) -> Bool {
        guard process > 1, process != getpid() else { return false }
        return kill(process, 0) == 0 || errno == EPERM
    }
}
