// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A position in the text of the configuration. Lines and columns count from 1.
struct ConfigurationPlace: Hashable, Sendable {
    /// A path, or `commandLine`, where each argument counts as a line.
    var file: String
    var line: Int
    var column: Int

    static let commandLine = "command line"
}

extension ConfigurationPlace: CustomStringConvertible {
    var description: String { "\(file):\(line):\(column)" }
}

/// What is wrong with a line: where, what was found, what was expected instead, and what to do about it.
struct ConfigurationDiagnostic: Error, Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// The line can't be understood.
        case syntax
        /// The line is understood, and refused because the daemon can't do what it says.
        case notSupported
        /// Lines that are right by themselves can't be had together.
        case contradiction
        /// A file or directory can't be read.
        case file
        /// The line is accepted, though it doesn't do what its author may expect.
        case warning
    }

    var kind: Kind
    var place: ConfigurationPlace
    var found: String
    var expected: String?
    var remedy: String?

    /// Whether the configuration can't be used.
    var isError: Bool { kind != .warning }
}

extension ConfigurationDiagnostic: CustomStringConvertible {
    var description: String {
        var text = "\(place): \(kind == .warning ? "warning: " : "")\(found)"
        if let expected { text += "; expected \(expected)" }
        if let remedy { text += "; \(remedy)" }
        return text
    }
}

extension String {
    /// The text in quotation marks, short and printable whatever a file may hold.
    var quoted: String {
        let limit = 60
        var text = ""
        for scalar in unicodeScalars.prefix(limit) {
            let isPrintable = scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
            text.unicodeScalars.append(isPrintable ? scalar : "\u{FFFD}")
        }
        return "'\(text)\(unicodeScalars.count > limit ? "…" : "")'"
    }
}
