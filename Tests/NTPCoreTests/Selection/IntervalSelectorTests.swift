// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `Selection of sources` {
    private typealias Fixture = SelectionFixture

    @Test(arguments: [3, 5, 7, 9])
    func `outvotes a minority of falsetickers`(count: Int) {
        let liars = (count - 1) / 2
        let candidates = (0..<count).map { index in
            // The liars agree with each other, which must not help them.
            Fixture.candidate(UInt32(index), offset: index < liars ? 0.5 : 0.001 * Double(index))
        }
        let selection = Fixture.select(candidates)
        #expect(selection.statuses[..<liars].allSatisfy { $0 == .falseticker })
        #expect(selection.survivors.count == count - liars)
        #expect(selection.survivors.allSatisfy { $0 >= liars })
    }

    @Test func `believes nobody without a majority`() {
        let selection = Fixture.select([Fixture.candidate(1, offset: 0), Fixture.candidate(2, offset: 1)])
        #expect(selection.survivors.isEmpty)
        #expect(selection.statuses == [.falseticker, .falseticker])
    }

    @Test func `follows the shortest root distance`() {
        let selection = Fixture.select([
            Fixture.candidate(1, offset: 0, distance: 0.02), Fixture.candidate(2, offset: 0, distance: 0.01),
            Fixture.candidate(3, offset: 0, distance: 0.5),
        ])
        #expect(selection.statuses == [.combined, .selected, .notCombined])
        #expect(selection.survivors == [1, 0])
    }

    @Test func `follows a near source that two far ones differ from, within their intervals`() {
        let selection = Fixture.select([
            Fixture.candidate(1, offset: 0.5, distance: 0.002), Fixture.candidate(2, offset: 0, distance: 1),
            Fixture.candidate(3, offset: 0, distance: 1),
        ])
        #expect(selection.systemPeer == 0)
        #expect(selection.survivors == [0])
        // And it says how wrong that may be.
        #expect(selection.dissent.offset >= 0.5)
    }

    @Test func `lets trusted sources outvote any number of others`() {
        let selection = Fixture.select([
            Fixture.candidate(1, offset: 0, options: .trust), Fixture.candidate(2, offset: 1),
            Fixture.candidate(3, offset: 1), Fixture.candidate(4, offset: 1),
        ])
        #expect(selection.statuses == [.selected, .untrusted, .untrusted, .untrusted])
    }

    @Test func `prefers the preferred`() {
        let selection = Fixture.select([
            Fixture.candidate(1, offset: 0, distance: 0.01),
            Fixture.candidate(2, offset: 0, distance: 0.1, options: .prefer),
        ])
        #expect(selection.statuses == [.notPreferred, .selected])
    }

    @Test func `waits until enough agree`() {
        let candidates = [Fixture.candidate(1, offset: 0), Fixture.candidate(2, offset: 0)]
        #expect(
            Fixture.select(candidates) { $0.minimumSources = 3 }.statuses
                == [.waitingForSources, .waitingForSources])
        #expect(Fixture.select(candidates) { $0.minimumSources = 2 }.survivors.count == 2)
    }

    @Test func `uses nobody without the required one`() {
        var required = Fixture.candidate(2, offset: 0, options: .require)
        required.estimate = nil
        required.reach = Reach(bits: 0)
        let selection = Fixture.select([Fixture.candidate(1, offset: 0), required])
        #expect(selection.statuses == [.waitingForSources, .missingSamples])
    }

    @Test func `sets aside who can't be used, and says why`() {
        var unsynchronized = Fixture.candidate(2, offset: 0)
        unsynchronized.leap = .unsynchronized
        var silent = Fixture.candidate(6, offset: 0, reach: 0)
        silent.estimate = nil
        var present = Fixture.candidate(1, offset: 0)
        present.oldestSample = FreeRunningTime(bits: 2)
        var stale = Fixture.candidate(7, offset: 0, reach: 0)
        stale.newestSample = FreeRunningTime(bits: 1)
        let selection = Fixture.select([
            present, unsynchronized, Fixture.candidate(3, offset: 0, stratum: 16),
            Fixture.candidate(4, offset: 0, distance: 5), Fixture.candidate(5, offset: 0, options: .noselect),
            silent, stale,
        ])
        #expect(
            selection.statuses == [
                .selected, .unsynchronized, .badStratum, .tooDistant, .notSelectable, .missingSamples, .stale,
            ])
    }

    @Test func `doesn't follow one that is silent, even if there is no other`() {
        var source = Fixture.candidate(1, offset: 0, reach: 0)
        // Its answers may be of no use, but it is there.
        #expect(Fixture.select([source]).statuses == [.selected])
        source.isSilent = true
        #expect(Fixture.select([source]).statuses == [.stale])
    }

    @Test func `combines nobody with a limit of zero`() {
        let candidates = [Fixture.candidate(1, offset: 0), Fixture.candidate(2, offset: 0)]
        #expect(Fixture.select(candidates) { $0.combineLimit = 0 }.survivors.count == 1)
        #expect(Fixture.select(candidates).survivors.count == 2)
    }

    @Test func `sets aside a source by each limit of the configuration`() {
        func status(_ configure: @escaping (inout SelectorOptions) -> Void) -> SourceStatus {
            Fixture.select([Fixture.candidate(1, offset: 0, stratum: 3)], configure).statuses[0]
        }
        #expect(status { _ in } == .selected)
        #expect(status { $0.stratumRange = 4...15 } == .badStratum)
        #expect(status { $0.stratumRange = 0...2 } == .badStratum)
        #expect(status { $0.maximumJitter = 5e-5 } == .tooJittery)
        #expect(status { $0.maximumDistance = 5e-3 } == .tooDistant)
    }

    @Test func `keeps its choice longer with a longer head start`() {
        func rounds(_ headStart: Double) -> Int {
            var options = SelectorOptions()
            options.reselectDistance = headStart
            var selector = IntervalSelector(options: options)
            let first = Fixture.candidate(1, offset: 0, distance: 0.01)
            _ = selector.select(from: [first])
            let candidates = [first, Fixture.candidate(2, offset: 0, distance: 0.005)]
            return (1...99).first { _ in selector.select(from: candidates).systemPeer == 1 } ?? 100
        }
        #expect(rounds(1e-4) < 10)
        #expect(rounds(4e-3) > rounds(1e-4))
        #expect(rounds(1e-2) == 100)
    }

    @Test func `lets silent sources vote while their samples are as new as those of others`() {
        var liar = Fixture.candidate(1, offset: 1)
        liar.oldestSample = FreeRunningTime(bits: 1)
        var silent = (2...3).map { Fixture.candidate($0, offset: 0, reach: 0) }
        for index in silent.indices { silent[index].newestSample = FreeRunningTime(bits: 2) }
        #expect(Fixture.select([liar] + silent).statuses[0] == .falseticker)
    }

    @Test func `gives an unreachable source up after so many polls, however new its samples are`() {
        var other = Fixture.candidate(1, offset: 0, distance: 0.02)
        other.oldestSample = FreeRunningTime(bits: 1)
        var silent = Fixture.candidate(2, offset: 0, reach: 0)
        silent.newestSample = FreeRunningTime(bits: 2)
        #expect(Fixture.select([other, silent]).statuses[1] != .stale)
        silent.isGivenUp = true
        #expect(Fixture.select([other, silent]).statuses[1] == .stale)
    }

    @Test func `weighs strata from the lowest one on`() {
        // 0.03 s against 0.003 s, and a stratum more: with strata counted from zero, it would be 3.03 to 4.003.
        var selector = IntervalSelector(
            options: {
                var options = SelectorOptions()
                options.stratumWeight = 0.001
                return options
            }())
        let far = Fixture.candidate(1, offset: 0, distance: 0.03, stratum: 12)
        _ = selector.select(from: [far])
        let near = Fixture.candidate(2, offset: 0, distance: 0.003, stratum: 13)
        #expect(selector.select(from: [far, near]).systemPeer == 0)
        #expect(selector.select(from: [far, near]).systemPeer == 1)
    }

    @Test func `waits at the start for those that have begun to answer`() {
        var starting = Fixture.candidate(2, offset: 0, reach: 0o1)
        starting.estimate = nil
        let selection = Fixture.select([Fixture.candidate(1, offset: 0), starting])
        #expect(selection.statuses == [.waitingForOthers, .missingSamples])
    }

    @Test func `keeps its choice until another is better for a while`() {
        var selector = IntervalSelector()
        _ = selector.select(from: [Fixture.candidate(1, offset: 0, distance: 0.01)])
        let candidates = [
            Fixture.candidate(1, offset: 0, distance: 0.01), Fixture.candidate(2, offset: 0, distance: 0.005),
        ]
        var rounds = 0
        while selector.select(from: candidates).systemPeer == 0, rounds < 100 { rounds += 1 }
        #expect(2...20 ~= rounds)
    }
}

@Suite struct `The dissent` {
    private func candidate(_ id: UInt32, frequency: Double, deviation: Double) -> SelectionCandidate {
        var candidate = SelectionFixture.candidate(id, offset: 0.001 * Double(id))
        candidate.estimate?.frequency = frequency
        candidate.estimate?.frequencyDeviation = deviation
        return candidate
    }

    @Test func `of the majority makes an outlier of a source that drifts`() {
        let selection = SelectionFixture.select([
            candidate(0, frequency: 20e-6, deviation: 1e-7), candidate(1, frequency: 1e-6, deviation: 5e-7),
            candidate(2, frequency: 0.5e-6, deviation: 5e-7),
        ])
        #expect(selection.statuses[0] == .outlier)
        #expect(!selection.survivors.contains(0))
    }

    @Test func `of one source widens what is claimed of the other`() {
        let selection = SelectionFixture.select([
            candidate(0, frequency: 20e-6, deviation: 1e-7), candidate(1, frequency: 0, deviation: 1e-7),
        ])
        #expect(selection.dissent.offset >= 0.001)
        #expect(selection.dissent.frequency >= 20e-6)
    }

    @Test func `isn't there where all agree`() {
        let selection = SelectionFixture.select([
            candidate(0, frequency: 1e-6, deviation: 5e-7), candidate(0, frequency: 0, deviation: 5e-7),
        ])
        #expect(selection.dissent == Dissent())
    }
}
