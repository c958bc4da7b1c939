// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import Glibc

/// Owns an open file, and closes it when it goes.
struct FileDescriptor: ~Copyable, Sendable {
    let number: Int32

    init(owning number: Int32) {
        self.number = number
    }

    deinit {
        // What close reports about a socket or a file that was read can't be acted upon; writers call fsync.
        _ = close(number)
    }
}
