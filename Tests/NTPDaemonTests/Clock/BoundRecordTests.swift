// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem
import Testing

@testable import NTPDaemon

@Suite struct `Bound for other processes` {
    private static let second: Int64 = 1_000_000_000
    private let bound = ErrorBound(bound: 0.5, growth: 0.25)

    private func record(_ marker: UInt64? = nil) -> BoundRecord {
        BoundRecord(continuing: nil, marker: marker)
    }

    @Test func `covers what the clocks of readers may lag, and is never rounded down`() {
        var record = record()
        record.update(bound, isReached: true, at: 7 * Self.second, resolution: 0.004)
        #expect(record.content.status == .synchronized)
        #expect(record.content.bound == 501_000_001)
        #expect(record.content.maximumDrift == 250_000_001)
        #expect(record.content.asOf == 7 * Self.second && record.content.voidAfter == 1_007 * Self.second)
    }

    @Test func `keeps the latest bound in holdover, and the status tells`() {
        var record = record()
        record.update(bound, isReached: true, at: Self.second, resolution: 0)
        var expected = record.content
        record.update(ErrorBound(bound: 9, growth: 0.1), isReached: false, at: 2 * Self.second, resolution: 0)
        expected.status = .freeRunning
        #expect(record.content == expected)
        // As with 'fallbackdrift' and 'tempcomp'.
        record.update(ErrorBound(bound: 9, growth: 0.5), isReached: false, at: 2 * Self.second, resolution: 0)
        expected.maximumDrift = 500_000_001
        #expect(record.content == expected)
        record.update(nil, isReached: true, at: 3 * Self.second, resolution: 0)
        expected.status = .unknown
        #expect(record.content == expected)
        record.update(bound, isReached: true, at: 4 * Self.second, resolution: 0)
        #expect(record.content.status == .synchronized && record.content.asOf == 4 * Self.second)
    }

    @Test func `is void after a restart until the clock is synchronised again`() {
        var before = record()
        before.update(bound, isReached: true, at: Self.second, resolution: 0)
        let after = BoundRecord(continuing: before.content, marker: nil)
        #expect(after.content.status == .unknown && after.content.bound == before.content.bound)
    }

    @Test func `says disrupted from when the marker changes until the clock is synchronised again`() {
        var record = record(5)
        record.update(bound, isReached: true, at: Self.second, resolution: 0)
        #expect(!record.note(marker: 5) && record.content.disruptionMarker == 5)
        #expect(record.note(marker: 6) && record.content.status == .disrupted)
        record.update(nil, isReached: false, at: 2 * Self.second, resolution: 0)
        #expect(record.content.status == .disrupted && record.content.disruptionMarker == 5)
        record.update(bound, isReached: true, at: 3 * Self.second, resolution: 0)
        #expect(record.content.status == .synchronized && record.content.disruptionMarker == 6)
    }

    @Test func `saturates`() {
        var record = record()
        record.update(ErrorBound(bound: 1e12, growth: 1e12), isReached: true, at: 0, resolution: 0)
        #expect(record.content.bound == .max && record.content.maximumDrift == .max)
    }
}
