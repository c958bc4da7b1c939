// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@Suite struct `Function length` {
    @Test(arguments: [(58, 0), (59, 1)])
    func `is limited, in Swift and in C`(inner: Int, violations: Int) {
        let body = String(repeating: "    a()\n", count: inner)
        let swift = SourceFile("A.swift", "struct A {\n    func a() {\n\(body)    }\n}\n")
        let c = SourceFile("a.c", "static int a(void) {\n\(body)}\n")
        #expect(FunctionLength.violations(in: swift).count == violations)
        #expect(FunctionLength.violations(in: c).count == violations)
    }

    @Test func `is counted from the name to the last brace, whatever braces stand in text`() {
        let text = """
            protocol P { func required(a: Int) -> Int
                var b: Int { get }
                init() }
            func a(
                b: () -> Void = { }
            ) -> String where A == B {
                let c = "}}} \\(d.map { "}" }) {{{" // }
                return #"}"\\"# + c
            }
            extension A {
                init?(b: Int) { self.init() }
                deinit {
                    /* } /* } */ */ }
                subscript(c: Int) -> Int { c }
            }
            """
        let found = FunctionLength.swiftFunctions(in: SourceFile("A.swift", text))
        #expect(found.map(\.name) == ["a", "init", "deinit", "subscript"])
        #expect(found.map(\.line) == [4, 11, 12, 14])
        #expect(found.map(\.lines) == [6, 1, 2, 1])
    }

    @Test func `is counted in C for functions alone`() {
        let text = """
            struct a {
                int b;
            };
            int declared(int a);
            static const int table[] = {
                1,
            };
            int f(int a,
                  int b) {
                if (a) {
                }
                return b;
            }
            """
        let found = FunctionLength.cFunctions(in: SourceFile("a.c", text))
        #expect(found == [FunctionLength.Function(name: "f", line: 8, lines: 6)])
    }
}
