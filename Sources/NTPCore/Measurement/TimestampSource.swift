// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Where a timestamp was taken: the nearer to the wire, the better.
public enum TimestampSource: Hashable, Sendable, BitwiseCopyable {
    /// By this program, around its system call.
    case daemon
    /// By the kernel, when the packet passed through it.
    case kernel
    /// By the network interface.
    case hardware
}
