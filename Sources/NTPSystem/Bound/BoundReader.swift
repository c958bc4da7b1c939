// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
internal import Glibc

/// ClockBound's segment as its clients have it.
///
/// A class, because several threads may read it, and it is unmapped once.
@safe public final class BoundReader: Sendable {
    // Only ever read, by atomic loads.
    private nonisolated(unsafe) let segment: UnsafeRawPointer
    private static let size = UInt64(MemoryLayout<ntp_bound_segment>.size)

    /// Maps the segment that a daemon has made.
    public init(at path: String) throws(SystemError) {
        let file = try FileDescriptor.open(path, O_RDONLY)
        var details = stat()
        let isWhole = unsafe fstat(file.number, &details) == 0 && details.st_size >= Self.size
        var memory: UnsafeMutableRawPointer?
        if isWhole {
            try SystemError.check(unsafe ntp_map(file.number, Self.size, 0, &memory), "map", on: path)
        }
        guard let mapped = unsafe memory else { throw Self.malformed(path) }
        unsafe segment = UnsafeRawPointer(mapped)
        let start = unsafe mapped.assumingMemoryBound(to: ntp_bound_segment.self)
        guard unsafe ntp_bound_is_usable(start, Self.size) == 1 else { throw Self.malformed(path) }
    }

    deinit {
        unsafe ntp_unmap(UnsafeMutableRawPointer(mutating: segment), Self.size)
    }

    /// What it holds; nil when nothing was ever written, or a writer has died while it wrote.
    public var content: BoundContent? {
        var content = ntp_bound()
        let start = unsafe segment.assumingMemoryBound(to: ntp_bound_segment.self)
        return unsafe ntp_bound_read(start, &content) == 0 ? BoundContent(content) : nil
    }

    private static func malformed(_ path: String) -> SystemError {
        SystemError(code: EINVAL, operation: "read", object: path, remedy: "it isn't a segment of version 2")
    }
}
