// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPDaemon

/// What docs/compatibility.md promises.
@Suite struct `The table of what is compatible` {
    private static let headings = ["Directives", "Options of `server`, `pool` and `peer`", "Flags"]

    private func table(_ heading: String) throws -> CompatibilityTable {
        CompatibilityTable(try SourceTree.document("docs/compatibility.md"), under: heading)
    }

    @Test(arguments: headings + ["What the log says"])
    func `has a test for each claim`(heading: String) throws {
        let tests = try SourceTree.files().filter { $0.path.hasPrefix("Tests/") }
        let table = try table(heading)
        #expect(!table.rows.isEmpty)
        #expect(table.unproven(by: tests) == [])
    }

    @Test func `has a row for each directive that is accepted`() throws {
        let accepted = Directive.all.filter { $0.support.refusal(of: "") == nil }.map(\.name)
        #expect(try table("Directives").missing(accepted) == [])
    }

    @Test func `has a row for each option of a source that is accepted`() throws {
        let accepted = SourceOptions.all.filter { $0.support.refusal(of: "") == nil }.map(\.name)
        #expect(try table("Options of `server`, `pool` and `peer`").missing(accepted) == [])
    }

    @Test func `has a row for each flag that is accepted`() throws {
        let accepted = CommandLineFlag.groups.flatMap(\.flags)
            .filter { $0.support.refusal(of: "") == nil }.map { "-\($0.letter)" }
        #expect(try table("Flags").missing(accepted) == [])
    }

    @Test func `names what is refused for good, and nothing else beside it`() throws {
        let refused = Directive.all.filter { directive in
            if case .never = directive.support { true } else { false }
        }
        let names = try table("Refused for good").rows.map(\.name)
        #expect(names.sorted() == refused.map(\.name).sorted())
    }

    @Test func `has no row for what is refused`() throws {
        let refused = Directive.all.filter { $0.support.refusal(of: "") != nil }.map(\.name)
        let rows = try table("Directives").rows.map(\.name)
        #expect(rows.filter(refused.contains) == [])
    }
}
