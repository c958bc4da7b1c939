// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc

/// The files of this computer.
struct SystemFiles: ConfigurationFiles {
    /// No configuration is as long: the path must be that of a device or a log.
    static let maximumByteCount = 16 << 20

    func contents(of path: String) throws(FileAccessError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .latest }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while true {
            var failure: FileAccessError?
            let chunk = unsafe Array<UInt8>(unsafeUninitializedCapacity: 65536) { buffer, count in
                let length = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if length < 0 { failure = .latest }
                count = max(length, 0)
            }
            if let failure { throw failure }
            guard !chunk.isEmpty else { return bytes }
            bytes += chunk
            guard bytes.count <= Self.maximumByteCount else {
                throw FileAccessError(reason: "longer than \(Self.maximumByteCount) bytes")
            }
        }
    }

    func names(in directory: String) throws(FileAccessError) -> [String] {
        guard let stream = unsafe opendir(directory) else { throw .latest }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}

extension FileAccessError {
    /// What `errno` says.
    fileprivate static var latest: FileAccessError {
        let code = errno
        return FileAccessError(isMissing: code == ENOENT, reason: unsafe String(cString: strerror(code)))
    }
}
