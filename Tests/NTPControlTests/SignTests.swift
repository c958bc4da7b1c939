// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPControl

/// The protocol's numbers that say "the local clock is fast", each 1 on the wire.
@Suite struct `Sign` {
    /// A reply body in which the word at an offset is 1, or 1 ppm.
    static func body(_ code: ReplyCode, _ offset: Int) -> [UInt8] {
        var body = [UInt8](repeating: 0, count: code.bodyLength)
        body.replaceSubrange(offset..<offset + 4, with: [0x04, 0x80, 0, 0])
        return body
    }

    @Test func `of tracking`() {
        #expect(Self.body(.tracking, 40).read { TrackingReport(parsing: $0) }.remainingCorrection == 1)
        #expect(Self.body(.tracking, 44).read { TrackingReport(parsing: $0) }.lastOffset == -1)
        let slow = Self.body(.tracking, 52).read { TrackingReport(parsing: $0) }
        #expect(abs(slow.frequency.ppm + 1) < 1e-12)
    }

    @Test func `of the frequencies in s per s`() {
        let tracking = Self.body(.tracking, 56).read { TrackingReport(parsing: $0) }
        #expect(abs(tracking.residualFrequency + 1e-6) < 1e-18)
        let skewed = Self.body(.tracking, 60).read { TrackingReport(parsing: $0) }
        #expect(abs(skewed.skew - 1e-6) < 1e-18)
        let statistics = Self.body(.sourceStatistics, 40).read { SourceStatisticsReport(parsing: $0) }
        #expect(abs(statistics.residualFrequency + 1e-6) < 1e-18)
        let smoothing = Self.body(.smoothing, 8).read { SmoothingReport(parsing: $0) }
        #expect(abs(smoothing.frequency - 1e-6) < 1e-18)
        let rtc = Self.body(.rtc, 24).read { RTCReport(parsing: $0) }
        #expect(abs(rtc.gain - 1e-6) < 1e-18)
    }

    @Test func `of a source's offsets`() {
        #expect(Self.body(.source, 36).read { SourceReport(parsing: $0) }.measuredOffset == -1)
        #expect(Self.body(.source, 40).read { SourceReport(parsing: $0) }.offset == -1)
        #expect(Self.body(.source, 44).read { SourceReport(parsing: $0) }.offsetError == 1)
        #expect(Self.body(.sourceStatistics, 48).read { SourceStatisticsReport(parsing: $0) }.offset == -1)
    }

    @Test func `of the limits of a selection, which change places`() {
        // On the wire, −∞ to 1 is "at most 1 s fast": from our side, at least −1 s slow.
        let lower = Self.body(.selection, 40).read { SelectionReport(parsing: $0) }
        #expect(lower.upperLimit == -1 && lower.lowerLimit == 0)
        let upper = Self.body(.selection, 44).read { SelectionReport(parsing: $0) }
        #expect(upper.lowerLimit == -1 && upper.upperLimit == 0)
    }

    @Test func `of ntpdata alone is that of RFC 5905`() {
        #expect(Self.body(.ntpData, 72).read { NTPDataReport(parsing: $0) }.offset == 1)
    }

    @Test func `of what was entered by hand`() {
        let report = Self.body(.manualTimestamp, 0).read { ManualTimestampReport(parsing: $0) }
        #expect(report.offset == -1)
        let changed = Self.body(.manualTimestamp, 4).read { ManualTimestampReport(parsing: $0) }
        #expect(abs(changed.frequencyChange.ppm + 1) < 1e-12)
    }
}

@Suite struct `Tracking report` {
    /// A clock 10 s after its latest update.
    static let now = NTPDate(unixSeconds: 1010, nanoseconds: 0)
    static let tracking = Tracking(
        leap: .none, stratum: 3, referenceID: ReferenceID(bits: 0xC000_0201), source: SourceID(rawValue: 1),
        referenceTime: NTPDate(unixSeconds: 1000, nanoseconds: 0), lastOffset: 1e-3, rmsOffset: 2e-3,
        offsetDeviation: 1e-4, frequency: Frequency(ppm: 5), residualFrequency: 1e-9, skew: 2.5e-7,
        rootDelay: 0.02, rootDispersion: 0.001, dispersionRate: 1e-6, updateInterval: 64)

    static func report(_ tracking: Tracking) -> TrackingReport {
        TrackingReport(tracking, address: .ipv4(0xC000_0201), remainingCorrection: -2e-3, at: now)
    }

    @Test func `has the dispersion of now`() {
        #expect(abs(Self.report(Self.tracking).rootDispersion - 0.00101) < 1e-12)
    }

    @Test func `bounds the error by root distance and what is being slewed`() throws {
        let bound = try #require(Self.report(Self.tracking).errorBound)
        #expect(abs(bound - (0.01 + 0.00101 + 0.002)) < 1e-12, "\(bound)")
    }

    @Test func `of a clock that nobody vouches for bounds nothing`() {
        let report = TrackingReport(
            .unsynchronized, address: .unspecified, remainingCorrection: 0, at: Self.now)
        #expect(report == TrackingReport())
        #expect(report.errorBound == nil)
    }

    @Test func `says stratum 0 where a server says 16`() {
        var tracking = Self.tracking
        tracking.stratum = 16
        #expect(Self.report(tracking).stratum == 0)
    }
}

@Suite struct `Source state` {
    /// The letters of `selectdata` and what `sources` shows for them.
    @Test(arguments: [
        ("*", SourceReport.State.selected), ("+", .combined), ("x", .falseticker), ("~", .tooJittery),
        ("W", .notCombined), ("P", .notCombined), ("U", .notCombined), ("D", .notCombined),
        ("N", .notSelectable), ("M", .notSelectable), ("s", .notSelectable), ("r", .notSelectable),
        ("d", .notSelectable), ("w", .notSelectable), ("S", .notSelectable), ("O", .notSelectable),
        ("T", .notSelectable), ("L", .notCombined),
    ])
    func `follows from the status`(letter: String, state: SourceReport.State) {
        let status = letter.utf8.first.flatMap(SourceStatus.init(letter:))
        #expect(status.map(SourceReport.State.init) == state)
    }

    @Test func `has a letter of its own for each status`() {
        #expect(Set(SourceStatus.allCases.map(\.letter)).count == SourceStatus.allCases.count)
        #expect(SourceStatus(letter: UInt8(ascii: "Z")) == nil)
    }
}
