// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPDaemon

/// Files that exist only for a test.
struct MemoryFiles: ConfigurationFiles {
    var bytes: [String: [UInt8]] = [:]
    /// Files and directories that exist, but may not be read.
    var unreadable: Set<String> = []

    init(_ texts: [String: String] = [:], unreadable: Set<String> = []) {
        bytes = texts.mapValues { Array($0.utf8) }
        self.unreadable = unreadable
    }

    func contents(of path: String) throws(FileAccessError) -> [UInt8] {
        guard !unreadable.contains(path) else { throw FileAccessError(reason: "Permission denied") }
        guard let contents = bytes[path] else {
            throw FileAccessError(isMissing: true, reason: "No such file or directory")
        }
        return contents
    }

    func names(in directory: String) throws(FileAccessError) -> [String] {
        guard !unreadable.contains(directory) else { throw FileAccessError(reason: "Permission denied") }
        let prefix = directory.hasSuffix("/") ? directory : directory + "/"
        let names = Set(
            bytes.keys.filter { $0.hasPrefix(prefix) }
                .map { String($0.dropFirst(prefix.count).prefix { $0 != "/" }) })
        guard !names.isEmpty else {
            throw FileAccessError(isMissing: true, reason: "No such file or directory")
        }
        return names.shuffled()
    }
}

/// What the text of a file named `ntpd.conf` says.
func parse(_ text: String, _ others: [String: String] = [:]) -> ParsedConfiguration {
    let files = MemoryFiles(others.merging(["ntpd.conf": text]) { $1 })
    return ConfigurationParser.parse(file: "ntpd.conf", in: files)
}

/// The messages about the text of a file named `ntpd.conf`.
func messages(_ text: String, _ others: [String: String] = [:]) -> [String] {
    parse(text, others).diagnostics.map(\.description)
}

/// The same numbers for the same seed: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
