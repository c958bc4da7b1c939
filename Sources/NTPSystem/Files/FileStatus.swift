// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import Glibc
public import NTPCore

/// What is to be known of a file without opening it.
public struct FileStatus: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case file, folder, socket, other
    }

    public var kind: Kind
    /// The nine bits for reading, writing and executing: 0o755.
    public var permissions: UInt32
    /// The numbers of the owner and the group.
    public var user: UInt32
    public var group: UInt32
    /// When the content was last changed, by the system's clock.
    public var modified: NTPDate

    /// What a symbolic link in the last place of a path stands for.
    public enum LinkPolicy: Hashable, Sendable {
        case itself, target
    }

    /// Nil when nothing has the path, or nobody may say so.
    public init?(_ path: String, link: LinkPolicy = .itself) {
        var status = stat()
        let result = unsafe link == .itself ? lstat(path, &status) : stat(path, &status)
        guard result == 0 else { return nil }
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFSOCK: .socket
            default: .other
            }
        permissions = status.st_mode & 0o777
        user = status.st_uid
        group = status.st_gid
        let time = status.st_mtim
        modified = NTPDate(unixSeconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
    }
}

/// Makes folders.
public enum Folder {
    /// Makes a folder for a user in one that exists.
    ///
    /// - Parameter permissions: Exactly those it gets, whatever the process' mask.
    public static func create(
        _ path: String, permissions: UInt32, user: UInt32, group: UInt32
    ) throws(SystemError) {
        // Closed until it is somebody's.
        guard unsafe mkdir(path, 0o700) == 0 else { throw .latest("make the folder", on: path) }
        if user != geteuid() || group != getegid() {
            guard unsafe lchown(path, user, group) == 0 else {
                throw .latest("change the owner of", on: path)
            }
        }
        guard unsafe chmod(path, permissions) == 0 else { throw .latest("set the permissions of", on: path) }
    }
}
