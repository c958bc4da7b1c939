// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPControlClient
import NTPCore
import Testing

@Suite struct `Reason` {
    @Test(arguments: [
        (SourceStatus.selected, SourceReason.Verdict.used), (.combined, .used), (.notPreferred, .standby),
        (.notCombined, .standby), (.missingSamples, .waiting), (.waitingForSources, .waiting),
        (.falseticker, .unusable), (.tooDistant, .unusable), (.stale, .unusable),
    ])
    func `follows from the selection`(status: SourceStatus, verdict: SourceReason.Verdict) {
        #expect(SourceReason(Fixture.source(status)).verdict == verdict)
    }

    @Test func `is silence, whatever the selection calls it`() {
        #expect(SourceReason(Fixture.silent).description == "unusable: does not answer")
    }

    @Test func `is the name when there is no address`() {
        var source = Fixture.silent
        source.source.address = .unresolved(id: 1)
        #expect(SourceReason(source).description == "unusable: its name is not resolved")
    }

    @Test(arguments: [
        (SourceReport.State.selected, "used: the best source"),
        (.falseticker, "unusable: disagrees with the majority (falseticker)"),
        (.notCombined, "standby: agrees, but is not needed"),
        (.notSelectable, "waiting: not selectable (root is told why)"),
    ])
    func `is coarse for those who may not ask for more`(state: SourceReport.State, text: String) {
        var source = Fixture.selected
        source.source.state = state
        source.selection = nil
        #expect(SourceReason(source).description == text)
    }

    @Test func `differs for each status`() {
        let reasons = SourceStatus.allCases.map { SourceReason(Fixture.source($0)).explanation }
        #expect(Set(reasons).count == SourceStatus.allCases.count)
    }
}
