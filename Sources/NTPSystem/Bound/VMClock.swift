// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
internal import Glibc

/// The page by which a hypervisor tells that it has moved or restored a virtual machine, whose clock may be anywhere then.
///
/// See `linux/vmclock-abi.h`. A class, because several threads may read it, and it is unmapped once.
@safe public final class VMClock: Sendable {
    public static let standardPath = "/dev/vmclock0"

    // Only ever read, by atomic loads.
    private nonisolated(unsafe) let page: UnsafeRawPointer
    private static let size = UInt64(NTP_VMCLOCK_SIZE)

    /// Nil when there is none, or nobody may read it.
    public init?(at path: String = standardPath) {
        guard let file = try? FileDescriptor.open(path, O_RDONLY) else { return nil }
        var details = stat()
        guard unsafe fstat(file.number, &details) == 0 else { return nil }
        // A device has no size; a file that is too short would end the program.
        guard details.st_mode & S_IFMT == S_IFCHR || details.st_size >= Self.size else { return nil }
        var memory: UnsafeMutableRawPointer?
        guard unsafe ntp_map(file.number, Self.size, 0, &memory) == 0, let mapped = unsafe memory else {
            return nil
        }
        unsafe page = UnsafeRawPointer(mapped)
        guard marker != nil else { return nil }
    }

    deinit {
        unsafe ntp_unmap(UnsafeMutableRawPointer(mutating: page), Self.size)
    }

    /// Changes whenever the clock was disrupted; nil when the page is none.
    public var marker: UInt64? {
        var marker: UInt64 = 0
        return unsafe ntp_vmclock_marker(page, &marker) == 0 ? marker : nil
    }
}
