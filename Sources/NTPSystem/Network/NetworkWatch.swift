// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim

/// Hears from the kernel that interfaces, addresses or routes have come or gone.
public struct NetworkWatch: ~Copyable {
    private let file: FileDescriptor

    /// - Throws: Where the system has no such news.
    public init() throws(SystemError) {
        file = FileDescriptor(owning: try SystemError.check(ntp_network_open(), "watch the network"))
    }

    /// For `Poller`; stays this watch's own.
    public var descriptor: Int32 { file.number }

    /// Whether anything has changed since the last call.
    public borrowing func takeChange() throws(SystemError) -> Bool {
        try SystemError.check(ntp_network_take(descriptor), "watch the network") == 1
    }
}
