// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

/// Each rule finds what breaks it.
@Suite struct `Rules` {
    @Test(arguments: [
        "import Glibc", "public import Glibc", "@testable import Glibc", "import struct Glibc.tm",
        "/* a */ import Glibc // b", "@preconcurrency\ninternal import Glibc",
    ])
    func `find an import from a wrong floor`(text: String) {
        #expect(Floors.violations(in: SourceFile("Sources/NTPCore/A.swift", text)).count == 1)
        #expect(Floors.violations(in: SourceFile("Sources/NTPSystem/A.swift", text)).isEmpty)
    }

    @Test func `find a target without a floor`() {
        #expect(Floors.violations(in: SourceFile("Sources/NTPNew/A.swift", "")).count == 1)
    }

    @Test(arguments: [
        "// import Glibc", "\"import Glibc\"", "\"\"\"\nimport Glibc\n\"\"\"", "let importer = Glibc",
    ])
    func `leave alone what is no import`(text: String) {
        #expect(Floors.violations(in: SourceFile("Sources/NTPCore/A.swift", text)).isEmpty)
    }

    @Test(arguments: [
        "ContinuousClock.now", "print(1)", "let a: Date", "Task { }", "Int.random(in: 0...1)",
        "\"\\(Task.isCancelled)\"", "var g = SystemRandomNumberGenerator()", "print (1)",
    ])
    func `find what isn't pure`(text: String) {
        #expect(impurities(in: text) == 1)
    }

    @Test(arguments: [
        "NTPDate.now", "// Task", "\"print(1)\"", "{ } print: { }", "func print(_ a: Int)",
        "Int.random(in: f(0)...1, using: &generator)", "random(using: &generator)", "a.random",
    ])
    func `leave alone what is pure`(text: String) {
        #expect(impurities(in: text) == 0)
    }

    @Test func `find unsafe code and unchecked promises`() {
        let file = SourceFile("A.swift", "extension A: @unchecked Sendable { var a: Int { unsafe f() } }")
        #expect(ForbiddenWords.unsafe.violations(in: file).count == 1)
        #expect(ForbiddenWords.unchecked.violations(in: file).count == 1)
        let other = SourceFile("A.swift", "// unsafe @unchecked\nlet unsafely = \"unsafe @unchecked\"")
        #expect(ForbiddenWords.unsafe.violations(in: other).isEmpty)
        #expect(ForbiddenWords.unchecked.violations(in: other).isEmpty)
    }

    @Test(arguments: [(500, 0), (501, 1)])
    func `find a file that is too long`(lines: Int, violations: Int) {
        let file = SourceFile("A.swift", String(repeating: "\n", count: lines))
        #expect(FileRules.lengthViolations(in: file).count == violations)
    }

    private static let licence = "SPDX-License-Identifier: Apache-2.0"
    private static let holder = "SPDX-FileCopyrightText: the swift-ntpd authors"

    @Test(arguments: [
        "", "\n", "// \(licence)", "// \(licence)\nimport A\n", "\n// \(licence)\n// \(holder)\n",
        "// SPDX-License-Identifier: MIT\n// \(holder)\n",
        "// \(licence)\n// SPDX-FileCopyrightText: somebody\n",
    ])
    func `find a file without a licence`(text: String) {
        #expect(FileRules.headerViolations(in: SourceFile("A.swift", text)).count == 1)
    }

    @Test(arguments: [
        "// \(licence)\n// \(holder)\n", "#!/bin/sh\n# \(licence)\n# \(holder)\n",
        "/* \(licence) */\n/* \(holder) */\n", "// swift-tools-version: 6.2\n// \(licence)\n// \(holder)\n",
    ])
    func `accept the licence in each language`(text: String) {
        #expect(FileRules.headerViolations(in: SourceFile("A.swift", text)).isEmpty)
    }

    @Test func `find a sample that isn't compiled`() {
        let compiled = [Samples.text(of: ["    let a = 1", "", "    print(a)  // 1", "    let b = 2"])]
        func violations(_ sample: String) -> Int {
            let document = SourceFile("a.md", "text\n```swift\n\(sample)\n```\n```console\nx\n```\n")
            return Samples.violations(in: document, compiled: compiled).count
        }
        #expect(violations("let a = 1\nprint(a)  // 1") == 0)
        #expect(violations("let a = 1\nprint(a)") == 1)
        #expect(violations("let a = 1\nlet b = 2") == 1)
        #expect(violations(".package(url: \"x\")") == 0)
    }

    private func impurities(in text: String) -> Int {
        ForbiddenWords.impure.flatMap { $0.violations(in: SourceFile("A.swift", text)) }.count
    }
}
