// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `The authentication mode` {
    private func effective(
        _ mode: AuthenticationMode, _ sources: (SelectionOptions, Bool)...
    ) -> [SelectionOptions] {
        mode.effectiveOptions(of: sources.map { ($0.0, $0.1) })
    }

    @Test func `require never selects a source without authentication`() {
        #expect(effective(.require, ([], false)) == [.noselect])
        #expect(effective(.require, ([], true), (.prefer, false)) == [[], [.prefer, .noselect]])
    }

    @Test func `prefer does without the others where there is one with`() {
        #expect(effective(.prefer, ([], false), ([], false)) == [[], []])
        #expect(effective(.prefer, ([], true), ([], false)) == [[], .noselect])
    }

    @Test func `mix has others agree with those that are authenticated`() {
        #expect(effective(.mix, ([], true), ([], false)) == [[.trust, .require], []])
        #expect(effective(.mix, ([], true), ([], true)) == [[], []])
        #expect(effective(.mix, ([], false)) == [[]])
    }

    @Test(arguments: AuthenticationMode.allCases)
    func `leaves sources with 'noselect' out of account`(mode: AuthenticationMode) {
        #expect(effective(mode, (.noselect, true), (.noselect, false)) == [.noselect, .noselect])
        let alone = effective(mode, ([], false))
        #expect(effective(mode, (.noselect, true), ([], false)) == [.noselect] + alone)
        #expect(effective(mode, ([], true), (.noselect, false)) == [[], .noselect])
    }

    @Test func `ignore makes no difference`() {
        #expect(effective(.ignore, ([], true), (.trust, false)) == [[], .trust])
    }

    @Test func `is heeded by a synchronizer`() {
        let authenticated = LoopFixture.Server(options: .with { $0.isAuthenticated = true })
        let liar = LoopFixture.Server(offset: 1)
        var loop = LoopFixture(servers: [liar, liar, authenticated])
        loop.run(600)
        #expect(abs(loop.error) < 1e-3)
        let report = loop.synchronizer.report(for: SourceID(rawValue: 3), at: loop.clock)
        #expect(report?.options == [])
        #expect(report?.effectiveOptions == [.trust, .require])
    }
}
