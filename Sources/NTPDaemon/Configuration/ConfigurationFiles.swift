// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The files that a configuration may be read from.
protocol ConfigurationFiles {
    /// The bytes of a file.
    func contents(of path: String) throws(FileAccessError) -> [UInt8]
    /// The names of what is in a directory, in any order. Those of hidden files may be left out.
    func names(in directory: String) throws(FileAccessError) -> [String]
}

/// Why a file can't be read.
struct FileAccessError: Error, Hashable, Sendable {
    /// Whether it is just not there.
    var isMissing = false
    /// In words, such as "Permission denied".
    var reason: String

    /// What can be done about it.
    var remedy: String {
        isMissing ? "create the file or correct the path" : "make it readable or correct the path"
    }
}
