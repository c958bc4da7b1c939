// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControlClient
import Testing

@Suite struct `JSON text` {
    @Test func `keeps the order of keys`() {
        let value = JSON.object(["b": .integer(1), "a": .null, "c": .array([.bool(true), .number(1e-9)])])
        #expect(value.line == #"{"b":1,"a":null,"c":[true,1e-09]}"#)
    }

    @Test func `escapes what a string can't hold`() {
        #expect(JSON.string("a\"\\\n\u{1}é").line == #""a\"\\\u000a\u0001é""#)
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan])
    func `has null for what is no number`(value: Double) {
        #expect(JSON.number(Optional(value)).line == "null")
        #expect(JSON.number(value).line == "null")
    }

    @Test func `indents each level`() {
        let value = JSON.object(["a": .array([.object(["b": .integer(2)])]), "c": .object([])])
        #expect(
            value.text == """
                {
                  "a": [
                    {
                      "b": 2
                    }
                  ],
                  "c": {}
                }
                """)
    }
}
