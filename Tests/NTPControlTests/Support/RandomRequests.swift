// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

@testable import NTPControl

extension SeededGenerator {
    mutating func query() -> ControlQuery {
        switch Int.random(in: 0..<16, using: &self) {
        case 0: .tracking
        case 1: .sourceCount
        case 2: .source(index: integer())
        case 3: .sourceStatistics(index: integer())
        case 4: .selection(index: integer())
        case 5: .ntpData(address())
        case 6: .sourceName(address())
        case 7: .authentication(address())
        case 8: .activity
        case 9: .serverStatistics
        case 10:
            .clients(
                ClientQuery(
                    firstIndex: integer(), count: integer(), minimumHits: integer(),
                    counters: flag() ? .keep : .reset))
        case 11: .smoothing
        case 12: .rtc
        case 13: .manualList
        case 14: .clockUse
        default: .access(element(AccessService.allCases), address())
        }
    }

    mutating func action() -> ControlAction {
        switch Int.random(in: 0..<20, using: &self) {
        case 0: .perform(element(DaemonOperation.allCases))
        case 1: .setOnline(pattern())
        case 2: .setOffline(pattern())
        case 3: .burst(BurstRequest(pattern: pattern(), goodSamples: signed(), totalSamples: signed()))
        case 4: .addSource(source())
        case 5: .deleteSource(address())
        case 6: .modifySource(address(), setting())
        case 7: .modifySelection(selectionChange())
        case 8: .modifyOffset(OffsetChange(address: address(), referenceID: referenceID(), offset: seconds()))
        case 9: .changeAccess(accessChange())
        case 10: .setLocalReference(maybe { $0.localReference() })
        case 11: .setManualMode(element(ManualMode.allCases))
        case 12: .setTime(date())
        case 13: .deleteManualSample(index: signed())
        case 14: .smoothTime(element(SmoothTimeOperation.allCases))
        case 15: .adjustFrequency(ratio())
        case 16: .adjustOffset(seconds())
        case 17: .setMaximumUpdateSkew(ratio())
        case 18: .setReselectDistance(seconds())
        default: .setStepPolicy(limit: signed(), threshold: seconds())
        }
    }

    private mutating func pattern() -> AddressPattern {
        AddressPattern(mask: address(), address: address())
    }

    private mutating func setting() -> SourceSetting {
        switch Int.random(in: 0..<7, using: &self) {
        case 0: .minimumPoll(signed())
        case 1: .maximumPoll(signed())
        case 2: .minimumStratum(signed())
        case 3: .pollTarget(signed())
        case 4: .maximumDelay(seconds())
        case 5: .maximumDelayRatio(seconds())
        default: .maximumDelayDeviationRatio(seconds())
        }
    }

    private mutating func selectionChange() -> SelectionChange {
        SelectionChange(
            address: address(), referenceID: referenceID(), mask: selectionOptions(),
            options: selectionOptions())
    }

    private mutating func accessChange() -> AccessChange {
        AccessChange(
            service: element(AccessService.allCases), verdict: element(AccessChange.Verdict.allCases),
            extent: element(AccessChange.Extent.allCases), address: address(), prefixLength: signed())
    }

    private mutating func localReference() -> LocalReference {
        LocalReference(
            stratum: signed(), distance: seconds(), orphan: flag(), activate: seconds(),
            waitSynchronized: seconds(), waitUnsynchronized: seconds())
    }

    private mutating func source() -> NewSource {
        var source = NewSource(element(NewSource.Kind.allCases), name: name())
        source.port = integer()
        source.minimumPoll = signed()
        source.maximumPoll = signed()
        source.presendMinimumPoll = signed()
        source.minimumStratum = integer()
        source.pollTarget = integer()
        source.version = integer()
        source.maximumSources = integer()
        source.minimumSamples = signed()
        source.maximumSamples = signed()
        source.key = integer()
        source.ntsPort = integer()
        source.maximumDelay = seconds()
        source.maximumDelayRatio = seconds()
        source.maximumDelayDeviationRatio = seconds()
        source.minimumDelay = seconds()
        source.asymmetry = seconds()
        source.offset = seconds()
        source.flags = SourceFlags(rawValue: integer())
        source.filterLength = signed()
        source.certificateSet = integer()
        source.maximumDelayQuantile = seconds()
        source.maximumUnreachable = signed()
        return source
    }
}
