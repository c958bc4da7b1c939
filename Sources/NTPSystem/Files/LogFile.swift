// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import Glibc

/// A file that is only ever appended to.
public struct LogFile: ~Copyable {
    public let path: String
    private var file: FileDescriptor

    /// Opens the file, and makes it where there is none.
    public init(_ path: String) throws(SystemError) {
        self.path = path
        file = try Self.open(path)
    }

    /// How much the file holds, in bytes; for writing a heading into a new one.
    public var size: Int {
        var status = stat()
        return unsafe fstat(file.number, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Writes at the end of the file; in one piece, as long as the disk has room.
    public borrowing func append(_ text: String) throws(SystemError) {
        try file.writeAll(Array(text.utf8), path: path)
    }

    /// Opens the path anew, after it was renamed. When that fails, the old file stays in use.
    public mutating func reopen() throws(SystemError) {
        file = try Self.open(path)
    }

    private static func open(_ path: String) throws(SystemError) -> FileDescriptor {
        try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, mode: 0o644)
    }
}
