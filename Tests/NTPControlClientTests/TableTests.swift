// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControlClient
import Testing

@Suite struct `Text of a table` {
    @Test func `aligns its columns and has no spaces at the end`() {
        var table = Table([Table.Column("Name", .left), Table.Column("N"), Table.Column("Why", .left)])
        table.add(["a", "1", "because"])
        table.add(["longer", "100", ""])
        table.add(["µ", "–"])
        #expect(
            table.text == """
                Name      N  Why
                a         1  because
                longer  100
                µ         –
                """)
    }
}
