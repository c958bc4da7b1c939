// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import Glibc

extension FileDescriptor {
    /// Opens a file, not to be inherited by programs.
    static func open(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(SystemError) -> FileDescriptor {
        let number = unsafe Glibc.open(path, flags | O_CLOEXEC, mode)
        guard number >= 0 else { throw .latest("open", on: path) }
        return FileDescriptor(owning: number)
    }

    /// Reads to the end.
    ///
    /// - Parameter path: For the error.
    borrowing func readAll(limit: Int, path: String) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = unsafe read(number, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .latest("read", on: path) }
            guard count > 0 else { return bytes }
            bytes += buffer.prefix(count)
            guard bytes.count <= limit else {
                throw SystemError(
                    code: EFBIG, operation: "read", object: path,
                    remedy: "at most \(limit) bytes are expected")
            }
        }
    }

    /// Writes all of it, or throws.
    ///
    /// - Parameter path: For the error.
    borrowing func writeAll(_ bytes: [UInt8], path: String) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe write(number, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .latest("write", on: path) }
            rest = rest.dropFirst(count)
        }
    }
}
