// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A table of docs/compatibility.md: what the daemon accepts, and the claims of the tests that prove what it does.
struct CompatibilityTable {
    struct Row {
        /// The directive, option or flag.
        let name: String
        let claims: [String]
    }

    let rows: [Row]

    /// The table under a heading of the document.
    init(_ document: SourceFile, under heading: String) {
        let section = document.lines.drop { $0 != "## \(heading)" }.dropFirst().prefix {
            !$0.hasPrefix("## ")
        }
        // Behind the names of the columns and the line below them.
        rows = section.filter { $0.hasPrefix("|") }.dropFirst(2).map { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            return Row(
                name: cells[1].filter { $0 != "`" && $0 != " " },
                claims: Self.quotations(cells.count > 3 ? cells[3] : ""))
        }
    }

    private static func quotations(_ text: String) -> [String] {
        text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }

    /// Those of its claims that no test makes.
    func unproven(by tests: [SourceFile]) -> [String] {
        rows.flatMap { row in
            let claims = row.claims.filter { claim in !tests.contains { $0.claims(claim) } }
            return claims.map { "\(row.name): no test claims \($0.debugDescription)" }
                + (row.claims.isEmpty ? ["\(row.name): no claim"] : [])
        }
    }

    /// Those of the names that have no row.
    func missing(_ names: [String]) -> [String] {
        names.filter { name in !rows.contains { $0.name == name } }
    }
}

extension SourceFile {
    /// Whether one of the file's tests says so; parts of longer claims will do, since some are put together.
    fileprivate func claims(_ claim: String) -> Bool {
        lines.contains { line in
            line.contains(claim)
                && (line.contains("func `") || line.contains("@check(") || line.contains("check \""))
        }
    }
}
