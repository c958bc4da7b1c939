// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Swift in the documentation is a part of what is compiled.
enum Samples {
    /// The blocks of Swift in a document, each in lines without indentation; those of a manifest, which names packages,
    /// don't count.
    static func blocks(in document: SourceFile) -> [(line: Int, text: String)] {
        var blocks: [(line: Int, text: String)] = []
        var open: (line: Int, lines: [Substring])?
        for (number, line) in zip(1..., document.lines) {
            if line == "```swift" {
                open = (number, [])
            } else if line == "```" {
                if let open, !open.lines.contains(where: { $0.contains(".package(") }) {
                    blocks.append((open.line, text(of: open.lines)))
                }
                open = nil
            } else {
                open?.lines.append(line)
            }
        }
        return blocks
    }

    /// Lines without indentation and without those that are empty, between line breaks.
    static func text(of lines: [Substring]) -> String {
        lines.map(trimmed).filter { !$0.isEmpty }.reduce(into: "\n") { $0 += $1 + "\n" }
    }

    /// What isn't a part of any of the texts.
    static func violations(in document: SourceFile, compiled: [String]) -> [String] {
        blocks(in: document).filter { block in !compiled.contains { $0.contains(block.text) } }
            .map { "\(document.path):\($0.line): this is a part of nothing that is compiled" }
    }

    private static func trimmed(_ line: Substring) -> Substring {
        let start = line.drop { $0 == " " }
        return start.prefix(
            upTo: start.lastIndex { $0 != " " }.map { start.index(after: $0) } ?? start.startIndex)
    }
}
