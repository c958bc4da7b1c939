// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import Glibc

/// Replaces files so that there is the old content or the new one at any time, whatever happens meanwhile.
public enum AtomicFile {
    /// Writes a file by way of a temporary one beside it.
    ///
    /// When anything fails, the disk full for example, the old content stays and the temporary file goes.
    public static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
        try refuseSpecialFile(path)
        let temporary = path + ".tmp"
        do throws(SystemError) {
            try writeNew(bytes, to: temporary)
            guard unsafe rename(temporary, path) == 0 else { throw SystemError.latest("write", on: path) }
        } catch {
            unsafe unlink(temporary)
            throw SystemError(code: error.code, operation: "write", object: path, remedy: remedy(for: error))
        }
        syncFolder(of: path)
    }

    /// Removes a file, if it is there and may be removed.
    public static func remove(_ path: String) {
        unsafe unlink(path)
    }

    /// Renaming would put a file in the place of /dev/null, if root is told to write there.
    private static func refuseSpecialFile(_ path: String) throws(SystemError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        let kind = status.st_mode & S_IFMT
        guard kind != S_IFREG, kind != S_IFLNK else { return }
        throw SystemError(code: EINVAL, operation: "write", object: path, remedy: "it isn't a regular file")
    }

    private static func writeNew(_ bytes: [UInt8], to path: String) throws(SystemError) {
        // Exclusive and not through a link, so that nobody can have us write elsewhere. What is there already
        // was left by a process that was killed.
        unsafe unlink(path)
        let file = try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o644)
        try file.writeAll(bytes, path: path)
        guard fsync(file.number) == 0 else { throw SystemError.latest("write", on: path) }
    }

    /// Makes the renaming last. If that can't be had, a crash may bring back the old content, and no worse.
    private static func syncFolder(of path: String) {
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
        guard let file = try? FileDescriptor.open(String(folder), O_RDONLY | O_DIRECTORY) else { return }
        fsync(file.number)
    }

    private static func remedy(for error: SystemError) -> String? {
        switch error.code {
        case EACCES, EPERM: "the user that the program runs as must be able to write into its folder"
        case ENOENT: "its folder must exist"
        case ENOSPC, EDQUOT: "make room; the old content is unchanged"
        default: nil
        }
    }
}
