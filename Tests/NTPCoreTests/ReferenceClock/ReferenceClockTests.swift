// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

/// A local clock that runs true after `offset`, and reference clocks that are read once a second.
private struct ClockFixture {
    var synchronizer: Synchronizer<KalmanAlgorithm>
    private(set) var ids: [SourceID] = []
    private var seconds = 0
    /// By how much true time is ahead of the local clock.
    var offset = 0.0
    private let epoch: NTPDate

    init(
        _ clocks: [ReferenceClock.Options], epoch unixSeconds: Int64 = 1_800_000_000,
        _ configure: (inout SynchronizerOptions) -> Void = { _ in }
    ) {
        epoch = NTPDate(unixSeconds: unixSeconds, nanoseconds: 0)
        var options = SynchronizerOptions()
        configure(&options)
        var algorithm = KalmanAlgorithm()
        algorithm.selector.stratumRange = 0...15
        synchronizer = Synchronizer(algorithm: algorithm, options: options, frequency: .zero, date: epoch)
        for clock in clocks {
            ids.append(synchronizer.add(clock, start: MonotonicInstant(nanoseconds: 0)))
        }
    }

    var date: NTPDate { epoch.advanced(by: Double(seconds)) }

    /// Time passes, with a reading of each clock in each second; the commands to the local clock aren't heeded.
    mutating func run(_ count: Int, _ readings: (NTPDate, Double) -> [ReferenceClockReading?]) {
        for _ in 0..<count {
            seconds += 1
            for (id, reading) in zip(ids, readings(date, offset)) {
                if let reading { _ = synchronizer.take(reading, from: id, at: date) }
            }
            _ = synchronizer.timerFired(
                now: MonotonicInstant(nanoseconds: Int64(seconds) * 1_000_000_000), date: date)
        }
    }

    func report(_ number: Int) throws -> SourceSnapshot {
        try #require(synchronizer.report(for: ids[number], at: date))
    }
}

extension ReferenceClock.Options {
    fileprivate init(_ name: String, poll: Int8 = 2, _ configure: (inout Self) -> Void = { _ in }) {
        self.init(referenceID: ReferenceID(name) ?? .unsynchronized)
        self.poll = PollInterval(exponent: poll)
        configure(&self)
    }
}

private func full(_ date: NTPDate, _ offset: Double) -> ReferenceClockReading {
    ReferenceClockReading(date: date, offset: offset)
}

@Suite struct `A reference clock` {
    @Test func `is followed as stratum 1 by its reference ID`() throws {
        var fixture = ClockFixture([ReferenceClock.Options("GPS")])
        fixture.offset = 0.002
        fixture.run(40) { [full($0, $1)] }
        let tracking = fixture.synchronizer.tracking
        #expect(tracking.stratum == 1)
        #expect(tracking.referenceID.text == "GPS")
        let report = try fixture.report(0)
        #expect(report.status == .selected)
        #expect(report.reach.bits == 0xFF)
        #expect(report.stratum == 0)
        #expect(((report.estimatedOffset ?? 0) - 0.002).magnitude < 1e-6, "\(report)")
    }

    @Test func `has the stratum, offset and delay that it is given`() throws {
        let options = ReferenceClock.Options("GPS") { clock in
            (clock.stratum, clock.offset, clock.delay) = (2, 0.3, 0.2)
        }
        var fixture = ClockFixture([options])
        fixture.run(20) { [full($0, $1)] }
        #expect(fixture.synchronizer.tracking.stratum == 3)
        #expect((fixture.synchronizer.tracking.rootDelay - 0.2).magnitude < 1e-9)
        #expect((try #require(fixture.report(0).estimatedOffset) - 0.3).magnitude < 1e-6)
    }

    @Test func `is reported by what it found in the time that was served then`() throws {
        var fixture = ClockFixture([ReferenceClock.Options("GPS")])
        for _ in 0..<200 {
            fixture.offset += 50e-6
            fixture.run(1) { [full($0, $1)] }
        }
        let offset = try #require(fixture.report(0).measuredOffset)
        #expect(offset.magnitude < 1e-6, "\(offset)")
        // Nor does what the oscillator does between two samples count as an offset of the source.
        fixture.run(3) { _, _ in [nil] }
        #expect(try #require(fixture.report(0).currentOffset).magnitude < 1e-6)
    }

    @Test(arguments: [1e-6, 0.01])
    func `is as uncertain as its precision says`(precision: Double) throws {
        var fixture = ClockFixture([ReferenceClock.Options("GPS") { $0.precision = precision }])
        fixture.run(20) { [full($0, $1)] }
        let dispersion = try #require(fixture.report(0).sample).dispersion
        #expect((dispersion / precision - 1).magnitude < 1e-3)
    }

    @Test func `hands on the leap second that it announces`() {
        let noonOnNewYearsEve: Int64 = 1_798_718_400
        var fixture = ClockFixture([ReferenceClock.Options("GPS")], epoch: noonOnNewYearsEve)
        fixture.run(20) { [ReferenceClockReading(date: $0, offset: $1, leap: .deleteSecond)] }
        #expect(fixture.synchronizer.tracking.leap == .deleteSecond)
    }

    @Test func `isn't reachable any more when its feeder has died`() throws {
        var fixture = ClockFixture([ReferenceClock.Options("GPS")])
        fixture.run(40) { [full($0, $1)] }
        fixture.run(40) { _, _ in [nil] }
        let report = try fixture.report(0)
        #expect(!report.reach.isReachable)
        #expect(report.sampleAge ?? 0 > 35)
    }

    @Test func `is measured and not followed with 'noselect'`() throws {
        var fixture = ClockFixture([ReferenceClock.Options("GPS") { $0.selection = .noselect }])
        fixture.run(20) { [full($0, $1)] }
        #expect(!fixture.synchronizer.tracking.isSynchronized)
        #expect(try fixture.report(0).sample != nil)
    }

    @Test func `gives no sample that is more uncertain than 'maxdispersion' allows`() throws {
        var fixture = ClockFixture([ReferenceClock.Options("GPS") { $0.maximumDispersion = 1e-3 }])
        fixture.run(20) { [full($0, $0.bits >> 64 & 1 == 0 ? $1 : $1 + 0.1)] }
        #expect(try fixture.report(0).sample == nil)
    }

    @Test(arguments: [
        full(NTPDate(unixSeconds: 0, nanoseconds: 0), 0),
        full(NTPDate(unixSeconds: 1_800_000_100, nanoseconds: 0), 0),
        full(NTPDate(unixSeconds: 1_800_000_001, nanoseconds: 0), .nan),
        full(NTPDate(unixSeconds: 1_800_000_001, nanoseconds: 0), -.infinity),
        full(NTPDate(unixSeconds: 1_800_000_001, nanoseconds: 0), 1e12),
        ReferenceClockReading(
            date: NTPDate(unixSeconds: 1_800_000_001, nanoseconds: 0), offset: 0, leap: .unsynchronized),
        ReferenceClockReading(
            date: NTPDate(unixSeconds: 1_800_000_001, nanoseconds: 0), offset: 0, dispersion: .nan),
    ])
    func `isn't believed what can't be`(reading: ReferenceClockReading) {
        var fixture = ClockFixture([ReferenceClock.Options("GPS")])
        fixture.run(1) { _, _ in [nil] }
        let outcome = fixture.synchronizer.take(reading, from: fixture.ids[0], at: fixture.date)
        guard case .rejected = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func `counts as authenticated beside servers that aren't`() {
        var fixture = ClockFixture([ReferenceClock.Options("GPS")])
        _ = fixture.synchronizer.add(AssociationOptions(), start: MonotonicInstant(nanoseconds: 0))
        #expect(fixture.synchronizer.effectiveOptions.first == [.trust, .require])
    }
}

@Suite struct `A clock of pulses` {
    private func pulse(_ date: NTPDate, _ offset: Double) -> ReferenceClockReading {
        ReferenceClockReading(pulseAt: date.advanced(by: -offset.truncatingRemainder(dividingBy: 1)))
    }

    @Test func `is completed by the readings of the clock that it is locked to`() throws {
        let time = ReferenceClock.Options("NMEA") { $0.selection = .noselect }
        let pulses = ReferenceClock.Options("PPS") { $0.lock = time.referenceID }
        var fixture = ClockFixture([time, pulses])
        fixture.offset = 17.0
        // What tells the second is late by up to 0.2 s; the pulses are exact.
        fixture.run(40) { date, offset in
            [full(date, offset - 0.1 + Double(date.bits >> 64 & 3) * 0.05), pulse(date, offset)]
        }
        let report = try fixture.report(1)
        #expect(report.status == .selected)
        #expect(((report.estimatedOffset ?? 0) - 17).magnitude < 1e-6, "\(report.estimatedOffset ?? .nan)")
    }

    @Test func `says nothing while the other one is silent, wrong by half a second, or not there`() throws {
        let time = ReferenceClock.Options("NMEA") { $0.selection = .noselect }
        let pulses = ReferenceClock.Options("PPS") { $0.lock = time.referenceID }
        var silent = ClockFixture([time, pulses])
        silent.run(20) { [nil, pulse($0, $1)] }
        #expect(try silent.report(1).sample == nil)
        var wrong = ClockFixture([time, pulses])
        wrong.run(20) { [full($0, $1 + 0.5), pulse($0, $1)] }
        #expect(try wrong.report(1).sample == nil)
        var alone = ClockFixture([pulses])
        alone.run(20) { [pulse($0, $1)] }
        #expect(try alone.report(0).sample == nil)
    }

    @Test(arguments: [(2, 1), (10, 8)])
    func `believes a reading of the other one for 'maxlockage' pulses`(age: Int, samples: Int) throws {
        let time = ReferenceClock.Options("NMEA", poll: 4) { $0.selection = .noselect }
        let pulses = ReferenceClock.Options("PPS", poll: 3) {
            ($0.lock, $0.maximumLockAge) = (time.referenceID, age)
        }
        var fixture = ClockFixture([time, pulses])
        // A reading in eight seconds; four pulses make a sample.
        fixture.run(64) { date, offset in
            [(date.bits >> 64) % 8 == 0 ? full(date, offset) : nil, pulse(date, offset)]
        }
        let count = try fixture.report(1).support.samples
        #expect(age == 2 ? count == 0 : count >= samples - 1, "\(count) samples")
    }

    @Test func `is completed by the clock that other sources keep right, once they do`() throws {
        let time = ReferenceClock.Options("GPS") { ($0.delay, $0.stratum) = (0.01, 1) }
        var fixture = ClockFixture([time, ReferenceClock.Options("PPS")])
        fixture.run(8) { [full($0, $1), pulse($0, $1)] }
        #expect(try fixture.report(1).sample == nil)
        fixture.run(32) { [full($0, $1), pulse($0, $1)] }
        #expect(try fixture.report(1).sample != nil)
        #expect(fixture.synchronizer.tracking.referenceID.text == "PPS")
    }

    @Test func `is completed by a local reference, whatever that reads`() {
        var fixture = ClockFixture([ReferenceClock.Options("PPS")]) { $0.local = LocalReferenceOptions() }
        fixture.offset = 0.1
        fixture.run(40) { [pulse($0, $1)] }
        #expect(fixture.synchronizer.tracking.referenceID.text == "PPS")
    }

    @Test func `is made of any other with 'pps'`() throws {
        let time = ReferenceClock.Options("NMEA") { $0.selection = .noselect }
        let seconds = ReferenceClock.Options("PHC") { ($0.isPulse, $0.lock) = (true, time.referenceID) }
        var fixture = ClockFixture([time, seconds])
        // A clock on TAI.
        fixture.run(20) { [full($0, $1), full($0, $1 + 37.0001)] }
        #expect((try #require(fixture.report(1).estimatedOffset) - 0.0001).magnitude < 1e-6)
    }

    @Test func `survives a step of the local clock`() throws {
        let time = ReferenceClock.Options("NMEA") { $0.selection = .noselect }
        let pulses = ReferenceClock.Options("PPS") { $0.lock = time.referenceID }
        var fixture = ClockFixture([time, pulses])
        fixture.run(20) { [full($0, $1), pulse($0, $1)] }
        let before = try #require(fixture.report(1).estimatedOffset)
        fixture.synchronizer.clockChanged(.step(NTPDuration(saturating: 5)))
        let after = try #require(fixture.report(1).estimatedOffset)
        #expect((before - after - 5).magnitude < 1e-6)
    }
}

@Suite struct `A reference clock over a leap second` {
    /// 2026-12-31 22:00:00 UTC; the leap second comes two hours later.
    private static let start: Int64 = 1_798_754_400

    private func fixture(_ clocks: [ReferenceClock.Options]) -> ClockFixture {
        ClockFixture(clocks, epoch: Self.start) { $0.leapSeconds = .slew }
    }

    private func announced(_ date: NTPDate, _ offset: Double) -> ReferenceClockReading {
        ReferenceClockReading(date: date, offset: offset, leap: .insertSecond)
    }

    private func pulse(_ date: NTPDate, _ offset: Double) -> ReferenceClockReading {
        ReferenceClockReading(date: date, offset: offset - offset.rounded(), isPulse: true)
    }

    @Test(arguments: [2, 6])
    func `goes along with it, and is measured as before`(poll: Int8) throws {
        var fixture = fixture([ReferenceClock.Options("GPS", poll: poll)])
        fixture.run(7200) { [announced($0, $1)] }
        fixture.offset = -1
        for _ in 0..<10 {
            fixture.run(60) { [full($0, $1)] }
            let offset = try #require(fixture.report(0).estimatedOffset)
            #expect((offset + 1).magnitude < 1e-6, "\(offset)")
        }
    }

    @Test func `has pulses that belong to the right second`() throws {
        let time = ReferenceClock.Options("NMEA") { $0.selection = .noselect }
        let pulses = ReferenceClock.Options("PPS") { $0.lock = time.referenceID }
        var fixture = fixture([time, pulses])
        fixture.run(7200) { [announced($0, $1), pulse($0, $1)] }
        fixture.offset = -1
        fixture.run(60) { [full($0, $1), pulse($0, $1)] }
        let offset = try #require(fixture.report(1).estimatedOffset)
        #expect((offset + 1).magnitude < 1e-6, "\(offset)")
    }

    @Test func `isn't read while either may have it and the other not yet`() {
        var fixture = fixture([ReferenceClock.Options("GPS")])
        fixture.run(7198) { [announced($0, $1)] }
        let outcome = fixture.synchronizer.take(
            full(fixture.date, fixture.offset), from: fixture.ids[0], at: fixture.date)
        #expect(outcome == .rejected(.badTime))
    }

    @Test func `that is only steady knows nothing of it`() throws {
        let standard = ReferenceClock.Options("OSC") { $0.isStandard = true }
        var fixture = fixture([ReferenceClock.Options("GPS"), standard])
        fixture.run(7200) { [announced($0, $1), full($0, 1234.5)] }
        let before = try fixture.report(1).support.samples
        fixture.offset = -1
        fixture.run(60) { [full($0, $1), full($0, 1234.5)] }
        let after = try fixture.report(1)
        #expect(after.support.samples == before + 15)
        let offset = try #require(after.estimatedOffset)
        #expect((offset - 1234.5).magnitude < 1e-6, "\(offset)")
    }
}
