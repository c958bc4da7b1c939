// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `Offsets in reports` {
    private let source = SourceID(rawValue: 1)

    @Test func `leave out what is being slewed already`() throws {
        var loop = LoopFixture(clockOffset: 0.3) { $0.maximumSlewRate = 100e-6 }
        loop.run(600)
        #expect(abs(loop.error) > 0.2)
        #expect(abs(loop.synchronizer.pendingOffset(at: loop.clock) + loop.error) < 1e-5)
        #expect(abs(loop.synchronizer.tracking.lastOffset) < 1e-5)
        let report = try #require(loop.synchronizer.report(for: source, at: loop.clock))
        #expect(abs(try #require(report.measuredOffset)) < 1e-5)
        #expect(abs(try #require(report.currentOffset)) < 1e-5)
        #expect(abs(try #require(report.estimatedOffset) + loop.error) < 1e-5)
    }

    @Test func `have all of it at the first update`() throws {
        var loop = LoopFixture(clockOffset: 0.3)
        while !loop.synchronizer.tracking.isSynchronized, loop.time < 60 { loop.run(0.1) }
        #expect(abs(loop.synchronizer.tracking.lastOffset + 0.3) < 1e-4)
    }
}

@Suite struct `The moving RMS` {
    private static func value(of offsets: Double...) -> Double {
        var rms = MovingRMS()
        for offset in offsets { rms.add(offset) }
        return rms.value
    }

    @Test func `is nothing before the first value`() {
        #expect(Self.value() == 0)
    }

    @Test func `follows the values of the start down at once`() {
        #expect(abs(Self.value(of: 0.3, -0.01, 1e-5) - 1e-5) < 1e-12)
    }

    @Test func `moves by a tenth of the square from the first increase on`() {
        #expect(abs(Self.value(of: 1, 2) - 1.3.squareRoot()) < 1e-12)
        #expect(abs(Self.value(of: 1, 2, 0) - 1.17.squareRoot()) < 1e-12)
    }
}
