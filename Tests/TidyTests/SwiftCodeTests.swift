// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@Suite struct `Swift code` {
    @Test(arguments: [
        ("a // b\nc", ["a", "c"]),
        ("a /* b /* c */ d */ e", ["a", "e"]),
        ("a \"b // c\" d", ["a", "d"]),
        ("\"a\\\"b\" c", ["c"]),
        ("\"a \\(b(c) + \"d \\(e)\") f\" g", ["(", "b", "(", "c", ")", "+", "(", "e", ")", ")", "g"]),
        ("#\"a \\(b) \"c\" \\#(d)\"# e", ["(", "d", ")", "e"]),
        ("#\"a\\\"# b #\"\\#\"c\"# d", ["b", "d"]),
        ("\"\"\"\na \"b\" \\(c)\n\"\"\" d", ["(", "c", ")", "d"]),
        ("func `a b {`() { `c` }", ["func", "`a b {`", "(", ")", "{", "`c`", "}"]),
        ("#if a\n@b c_1", ["#if", "a", "@b", "c_1"]),
    ])
    func `is what is neither comment nor text`(text: String, tokens: [String]) {
        #expect(SwiftCode(Array(text.utf8)).tokens.map(\.text) == tokens)
    }

    @Test func `keeps its lines`() {
        let code = SwiftCode(Array("a\n/* \n */ b\n\"\"\"\n\n\"\"\"\nc".utf8))
        #expect(code.tokens == [Token("a", line: 1), Token("b", line: 3), Token("c", line: 7)])
    }
}
