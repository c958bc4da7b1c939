// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPCore

enum SelectionFixture {
    /// A source that claims the truth to be within `distance` of `offset`.
    static func candidate(
        _ id: UInt32, offset: Double, distance: Double = 0.01, stratum: UInt8 = 2,
        options: SelectionOptions = [], reach: UInt8 = 0o377
    ) -> SelectionCandidate {
        SelectionCandidate(
            id: SourceID(rawValue: id), estimate: estimate(offset: offset, distance: distance),
            stratum: stratum, leap: .none, reach: Reach(bits: reach), options: options)
    }

    static func estimate(
        offset: Double, distance: Double = 0.01, frequency: Double = 0
    ) -> SourceEstimate {
        SourceEstimate(
            time: FreeRunningTime(bits: 0), offset: offset, offsetDeviation: 1e-4, frequency: frequency,
            frequencyDeviation: 1e-8, skew: 1e-7, jitter: 1e-4, rootDelay: distance,
            rootDispersion: distance / 2)
    }

    static func select(
        _ candidates: [SelectionCandidate], _ configure: (inout SelectorOptions) -> Void = { _ in }
    ) -> Selection {
        var options = SelectorOptions()
        configure(&options)
        var selector = IntervalSelector(options: options)
        return selector.select(from: candidates)
    }
}
