// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import Glibc

/// Reads files and finds them.
public enum FileReader {
    /// The whole of a file. One that is longer than `limit` is an error: it can't be what it is taken for.
    public static func contents(of path: String, limit: Int = 1 << 20) throws(SystemError) -> [UInt8] {
        // A pipe without a writer, in the place of a file, would keep us waiting for ever.
        let file = try FileDescriptor.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
        return try file.readAll(limit: limit, path: path)
    }

    /// The names in a folder, sorted, without those that begin with a dot.
    public static func names(in folder: String) throws(SystemError) -> [String] {
        guard let stream = unsafe opendir(folder) else { throw .latest("read the folder", on: folder) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { start in
                unsafe start.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// The paths that match a pattern as the shell has them (`/etc/ntpd/*.conf`), sorted; none is no error.
    public static func paths(matching pattern: String) -> [String] {
        var matches = unsafe glob_t()
        defer { unsafe globfree(&matches) }
        guard unsafe glob(pattern, 0, nil, &matches) == 0 else { return [] }
        return unsafe (0..<Int(matches.gl_pathc)).compactMap { index in
            unsafe matches.gl_pathv[index].map { unsafe String(cString: $0) }
        }
    }
}
