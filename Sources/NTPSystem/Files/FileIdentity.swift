// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import Glibc

/// Which file it is, whatever its name: a path may come to lead to another one.
struct FileIdentity: Equatable {
    private let device: dev_t
    private let number: ino_t

    /// Of what a path leads to, a link not being followed; nil when that is nothing.
    init?(_ path: String) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return nil }
        device = status.st_dev
        number = status.st_ino
    }

    /// Of an open file.
    init?(_ file: borrowing FileDescriptor) {
        var status = stat()
        guard unsafe fstat(file.number, &status) == 0 else { return nil }
        device = status.st_dev
        number = status.st_ino
    }
}
