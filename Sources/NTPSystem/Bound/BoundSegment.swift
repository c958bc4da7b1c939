// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
internal import Glibc

/// ClockBound's segment as its one writer has it: a file that clients map.
public struct BoundSegment: ~Copyable {
    private let file: MappedSegment

    /// Opens an existing segment, so that clients which have mapped it go on, or makes one.
    ///
    /// What can't be a segment is replaced by a new file: whoever has mapped the old one isn't surprised by its end.
    public init(at path: String) throws(SystemError) {
        if let file = try Self.existing(path) {
            self.file = file
        } else {
            file = try Self.made(path)
        }
    }

    /// What it holds; nil when nothing was ever written.
    public var content: BoundContent? {
        file.content
    }

    /// Replaces the content, so that no client ever sees half of it.
    public mutating func write(_ content: BoundContent) {
        file.write(content)
    }

    private static func made(_ path: String) throws(SystemError) -> MappedSegment {
        let temporary = path + ".tmp"
        unsafe unlink(temporary)
        do throws(SystemError) {
            // Exclusive and not through a link, so that nobody can have us write elsewhere.
            let file = try FileDescriptor.open(temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
            guard ftruncate(file.number, off_t(MappedSegment.size)) == 0, fchmod(file.number, 0o644) == 0
            else {
                throw SystemError.latest("make", on: path)
            }
            try lock(file, path)
            let segment = try MappedSegment(file, path)
            segment.format()
            guard unsafe rename(temporary, path) == 0 else { throw SystemError.latest("make", on: path) }
            return segment
        } catch {
            unsafe unlink(temporary)
            throw error
        }
    }

    /// The segment that is there, if clients can read it; nobody else may be writing to it.
    private static func existing(_ path: String) throws(SystemError) -> MappedSegment? {
        guard let status = FileStatus(path) else { return nil }
        guard status.kind == .file else {
            throw SystemError(
                code: EINVAL, operation: "open", object: path, remedy: "it isn't a regular file")
        }
        let file = try FileDescriptor.open(path, O_RDWR | O_NOFOLLOW)
        try lock(file, path)
        var details = stat()
        guard unsafe fstat(file.number, &details) == 0, details.st_size >= MappedSegment.size else {
            return nil
        }
        let segment = try MappedSegment(file, path)
        guard segment.isUsable else { return nil }
        return segment
    }

    private static func lock(_ file: borrowing FileDescriptor, _ path: String) throws(SystemError) {
        guard flock(file.number, LOCK_EX | LOCK_NB) != 0 else { return }
        throw SystemError(
            code: errno, operation: "lock", object: path,
            remedy: "another daemon writes to it: choose another path")
    }
}

/// An open file, and its first 80 bytes in memory.
///
/// Not private: the optimiser loses the metadata of a private type that can't be copied.
@safe struct MappedSegment: ~Copyable {
    static let size = UInt64(MemoryLayout<ntp_bound_segment>.size)

    private let segment: UnsafeMutablePointer<ntp_bound_segment>
    /// Holds the lock that keeps other writers out.
    private let file: FileDescriptor

    init(_ file: consuming FileDescriptor, _ path: String) throws(SystemError) {
        var memory: UnsafeMutableRawPointer?
        try SystemError.check(unsafe ntp_map(file.number, Self.size, 1, &memory), "map", on: path)
        guard let memory = unsafe memory else {
            throw SystemError(code: ENOMEM, operation: "map", object: path)
        }
        unsafe segment = memory.assumingMemoryBound(to: ntp_bound_segment.self)
        self.file = file
    }

    deinit {
        unsafe ntp_unmap(segment, Self.size)
    }

    var isUsable: Bool {
        unsafe ntp_bound_is_usable(segment, Self.size) == 1
    }

    func format() {
        unsafe ntp_bound_format(segment)
    }

    var content: BoundContent? {
        var content = ntp_bound()
        return unsafe ntp_bound_read(segment, &content) == 0 ? BoundContent(content) : nil
    }

    func write(_ content: BoundContent) {
        var content = content.cContent
        unsafe ntp_bound_write(segment, &content)
    }
}
