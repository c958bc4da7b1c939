// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPSystem

/// A file of this package, as a rule sees it.
struct SourceFile {
    /// From the package's folder on.
    let path: String
    let text: [UInt8]
    /// Of Swift files; several rules read them, and finding them takes the most time.
    let tokens: [Token]

    init(path: String, text: [UInt8]) {
        self.path = path
        self.text = text
        tokens = path.hasSuffix(".swift") ? SwiftCode(text).tokens : []
    }

    init(_ path: String, _ text: String) {
        self.init(path: path, text: Array(text.utf8))
    }

    var lines: [Substring] {
        String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The part of the name behind the last dot; empty without one.
    var suffix: String {
        let name = path.split(separator: "/").last ?? ""
        return name.split(separator: ".").count > 1 ? String(name.split(separator: ".").last ?? "") : ""
    }

    /// The target whose source this is; nil for a file outside of Sources.
    var target: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }
}

/// The files of this package.
enum SourceTree {
    /// Two folders above this file's own.
    private static let root = #filePath.split(separator: "/").dropLast(4).reduce(into: "") { $0 += "/" + $1 }
    /// What people write; everything else is made, or data.
    private static let folders = [
        "Sources", "Tests", "Benchmarks", "Fuzz", "Examples", "Snippets", "Scripts", "Container", "Deploy",
    ]
    private static let kinds: Set = ["swift", "c", "h", "py", "sh"]

    /// All source files: those with a known suffix, and scripts without any.
    static func files() throws -> [SourceFile] { try read.get() }

    /// A document of the package, by its path.
    static func document(_ path: String) throws -> SourceFile {
        SourceFile(path: path, text: try FileReader.contents(of: "\(root)/\(path)"))
    }

    /// The documents that have Swift in them for others to copy.
    static func documents() throws -> [SourceFile] {
        let found = try ["Sources", "docs"].flatMap { try files(in: $0) }.filter { $0.suffix == "md" }
        return try [document("README.md")] + found
    }

    static func swiftFiles() throws -> [SourceFile] {
        try files().filter { $0.suffix == "swift" }
    }

    /// Read once, for all tests.
    private static let read = Result {
        try folders.flatMap { try files(in: $0) }.filter { kinds.contains($0.suffix) || $0.isScript }
    }

    private static func files(in folder: String) throws -> [SourceFile] {
        try FileReader.names(in: "\(root)/\(folder)").flatMap { name in
            let path = "\(folder)/\(name)"
            do {
                return [SourceFile(path: path, text: try FileReader.contents(of: "\(root)/\(path)"))]
            } catch {
                return try files(in: path)
            }
        }
    }
}

extension SourceFile {
    /// Those of the tests' kernel are read by another one's shell.
    fileprivate var isScript: Bool {
        suffix.isEmpty && (text.starts(with: "#!".utf8) || path.hasPrefix("Tests/Kernel/scenarios/"))
    }
}
