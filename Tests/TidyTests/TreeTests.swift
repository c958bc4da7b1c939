// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

/// The rules, applied to this package.
@Suite struct `Source tree` {
    @Test func `is found whole`() throws {
        let paths = try SourceTree.files().map(\.path)
        #expect(paths.contains("Sources/ntpd/main.swift"))
        #expect(paths.contains("Sources/CNTPShim/include/CNTPShim.h"))
        #expect(paths.contains("Tests/Interop/run-checks"))
        #expect(paths.contains("Tests/TidyTests/TreeTests.swift"))
        #expect(paths.count > 200)
    }

    @Test func `keeps the floors`() throws {
        let found = try SourceTree.swiftFiles().flatMap(Floors.violations)
        #expect(found == [])
    }

    @Test func `has no file for unsafe code that is gone`() throws {
        let paths = Set(try SourceTree.files().map(\.path))
        let found = Floors.unsafeFiles.subtracting(paths)
        #expect(found == [])
    }

    @Test func `is safe in its pure targets but for the files made for it`() throws {
        let files = try pureFiles().filter { !Floors.unsafeFiles.contains($0.path) }
        let found = files.flatMap(ForbiddenWords.unsafe.violations)
        #expect(found == [])
    }

    @Test func `has pure targets without clocks, randomness, tasks and output of their own`() throws {
        let files = try pureFiles()
        let found = ForbiddenWords.impure.flatMap { files.flatMap($0.violations) }
        #expect(found == [])
    }

    @Test func `promises Sendable nowhere without the compiler's consent`() throws {
        let found = try SourceTree.swiftFiles().flatMap(ForbiddenWords.unchecked.violations)
        #expect(found == [])
    }

    @Test func `has functions that fit a screen`() throws {
        let found = try SourceTree.files().flatMap(FunctionLength.violations)
        #expect(found == [])
    }

    @Test func `has files of reasonable length`() throws {
        let found = try SourceTree.files().flatMap(FileRules.lengthViolations)
        #expect(found == [])
    }

    @Test func `says in each file under which licence it is`() throws {
        let found = try SourceTree.files().flatMap(FileRules.headerViolations)
        #expect(found == [])
    }

    @Test func `has no Swift in its documentation that isn't compiled`() throws {
        let folders = ["Snippets/", "Examples/", "Tests/"]
        let files = try SourceTree.swiftFiles().filter { file in folders.contains { file.path.hasPrefix($0) }
        }
        let compiled = files.map { Samples.text(of: $0.lines) }
        let found = try SourceTree.documents().flatMap { Samples.violations(in: $0, compiled: compiled) }
        #expect(found == [])
    }

    private func pureFiles() throws -> [SourceFile] {
        try SourceTree.swiftFiles().filter { $0.target.map(Floors.pure.contains) ?? false }
    }
}
