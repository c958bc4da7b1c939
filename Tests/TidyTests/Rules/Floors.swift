// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Which modules a target may import; see docs/architecture.md, "Floors".
///
/// The compiler finds any module that is somewhere in the build, so that Package.swift alone doesn't keep the floors.
enum Floors {
    static let imports: [String: Set<String>] = [
        "NTPCore": [],
        "NTPServer": ["NTPCore"],
        "NTPControl": ["NTPCore"],
        "NTPSimulator": ["NTPCore", "NTPServer"],
        "NTPSystem": ["CNTPShim", "NTPCore", "Glibc"],
        "NTPDaemon": [
            "CNTPPrivileges", "CNTPCrypto", "NTPCore", "NTPServer", "NTPControl", "NTPSystem", "Glibc",
            "Synchronization",
        ],
        "NTPCoreExports": ["CNTPCore", "NTPCore", "NTPControl"],
        "NTPClient": ["NTPCore", "NTPSystem", "Synchronization"],
        "NTPClientIntegrations": ["NTPClient", "NTPCore", "Logging", "Metrics", "ServiceLifecycle"],
        "NTPControlClient": ["NTPClient", "NTPCore", "NTPControl", "NTPSystem", "Glibc"],
        "ntpd": ["NTPDaemon", "Glibc"],
        "ntpctl": [
            "NTPClient", "NTPCore", "NTPControl", "NTPSystem", "NTPControlClient", "ArgumentParser", "Glibc",
        ],
        "ntpsim": ["NTPCore", "NTPServer", "NTPSimulator", "NTPSystem", "ArgumentParser", "Glibc"],
    ]

    /// Targets that do no input or output, read no clock and draw no random number of their own.
    static let pure: Set = ["NTPCore", "NTPServer", "NTPControl", "NTPSimulator"]

    /// The only files of pure targets in which memory is accessed without the compiler's guarantees.
    static let unsafeFiles: Set = [
        "Sources/NTPCore/Wire/ByteAccess.swift",
        "Sources/NTPControl/Wire/ByteAccess.swift",
        "Sources/NTPSimulator/Simulation/Datagram.swift",
    ]

    static func violations(in file: SourceFile) -> [String] {
        guard let target = file.target else { return [] }
        guard let allowed = imports[target] else { return ["\(file.path): target \(target) is on no floor"] }
        return modules(in: file).filter { !allowed.contains($0.text) }
            .map { "\(file.path):\($0.line): \(target) imports \($0.text)" }
    }

    /// The modules that a file imports, `import struct Module.Name` included.
    static func modules(in file: SourceFile) -> [Token] {
        let tokens = file.tokens
        let kinds: Set = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
        return tokens.indices.dropLast().compactMap { index in
            guard tokens[index].text == "import" else { return nil }
            let next = tokens[(index + 1)...].first { !kinds.contains($0.text) }
            return next
        }
    }
}
