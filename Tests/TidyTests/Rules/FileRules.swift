// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What holds for each source file, whatever its language.
enum FileRules {
    static let lineLimit = 500

    static func lengthViolations(in file: SourceFile) -> [String] {
        let count = file.text.count { $0 == UInt8(ascii: "\n") }
        guard count > lineLimit else { return [] }
        return ["\(file.path) has \(count) lines; at most \(lineLimit) are allowed"]
    }

    /// The licence and who holds the rights, in the first lines; nothing may stand before but what a tool needs.
    static func headerViolations(in file: SourceFile) -> [String] {
        let head = file.lines.prefix(3).drop { $0.hasPrefix("#!") || $0.hasPrefix("// swift-tools-version") }
        let expected = [
            "SPDX-License-Identifier: Apache-2.0", "SPDX-FileCopyrightText: the swift-ntpd authors",
        ]
        let isThere = zip(head, expected).allSatisfy { line, text in
            ["// \(text)", "# \(text)", "/* \(text) */"].contains(String(line))
        }
        guard head.count < 2 || !isThere else { return [] }
        return ["\(file.path) doesn't begin with the two SPDX lines"]
    }
}
