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

    /// The same with a device, whose permissions are somebody else's business. What isn't one mustn't keep us waiting.
    static func openDevice(_ path: String, _ flags: Int32) throws(SystemError) -> FileDescriptor {
        do throws(SystemError) {
            return try open(path, flags | O_NONBLOCK | O_NOCTTY)
        } catch {
            var error = error
            if error.isPermission { error.remedy = "a rule of udev can give it to the daemon's user" }
            throw error
        }
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
