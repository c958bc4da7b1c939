// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

/// A local clock whose oscillator changes, a source, and a standard that is steady and of unknown time.
private struct StandardFixture {
    private var synchronizer: Synchronizer<KalmanAlgorithm>
    private let source: SourceID
    private let standard: SourceID?
    private let epoch = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)
    private var seconds = 0
    /// What the local clock lacks, and at what rate that grows.
    private(set) var offset = 0.001
    var frequency = 20e-6
    /// By how much that swings up and down within 1000 s.
    var swing = 0.0
    /// What the standard shows beyond true time.
    var standardOffset = 1234.5
    /// The rate at which that grows.
    var standardRate = 3e-6
    /// Whether it shows no more than where a second begins.
    var givesPulses = false

    init(hasStandard: Bool) {
        var algorithm = KalmanAlgorithm()
        algorithm.selector.stratumRange = 0...15
        synchronizer = Synchronizer(
            algorithm: algorithm, options: SynchronizerOptions(), frequency: .zero, date: epoch)
        var options = ReferenceClock.Options(referenceID: ReferenceID("GPS") ?? .unsynchronized)
        let start = MonotonicInstant(nanoseconds: 0)
        source = synchronizer.add(options, start: start)
        options.referenceID = ReferenceID("OSC") ?? .unsynchronized
        options.poll = PollInterval(exponent: 2)
        options.isStandard = true
        standard = hasStandard ? synchronizer.add(options, start: start) : nil
    }

    private var date: NTPDate { epoch.advanced(by: Double(seconds)) }

    /// Time passes, with a reading of each in each second.
    mutating func run(_ count: Int, isSilent: Bool = false) {
        for _ in 0..<count {
            seconds += 1
            // A triangle.
            offset += frequency + swing * (4 * abs(Double(seconds % 1000) / 1000 - 0.5) - 1)
            standardOffset += standardRate
            if !isSilent { read(source, offset) }
            if let standard {
                let shown = offset + standardOffset
                read(standard, givesPulses ? shown - shown.rounded() : shown, isPulse: givesPulses)
            }
            _ = synchronizer.timerFired(
                now: MonotonicInstant(nanoseconds: Int64(seconds) * 1_000_000_000), date: date)
        }
    }

    private mutating func read(_ id: SourceID, _ offset: Double, isPulse: Bool = false) {
        let reading = ReferenceClockReading(date: date, offset: offset, isPulse: isPulse)
        _ = synchronizer.take(reading, from: id, at: date)
    }

    /// The error of the time that is served, in seconds.
    var error: Double { synchronizer.pendingOffset(at: date) - offset }

    var selected: ReferenceID { synchronizer.tracking.referenceID }
    var status: SourceStatus? { standard.flatMap { synchronizer.report(for: $0, at: date)?.status } }
}

@Suite struct `A standard beside the clock` {
    @Test(arguments: [false, true])
    func `holds it when the oscillator changes and nobody else says anything`(hasStandard: Bool) {
        var fixture = StandardFixture(hasStandard: hasStandard)
        fixture.run(2000)
        #expect(fixture.error.magnitude < 1e-6)
        fixture.frequency += 1e-6
        fixture.run(600, isSilent: true)
        // 600 s times 1 ppm.
        let expected = hasStandard ? 0 : -600e-6
        #expect((fixture.error - expected).magnitude < 10e-6, "\(fixture.error)")
    }

    @Test func `has sources measured by itself, and not by an oscillator that is unsteady`() {
        var fixture = StandardFixture(hasStandard: true)
        (fixture.swing, fixture.standardRate) = (100e-6, 1e-3)
        for _ in 0..<10 {
            fixture.run(250, isSilent: true)
            fixture.run(100)
        }
        #expect(fixture.error.magnitude < 10e-6, "\(fixture.error)")
        fixture.run(1000, isSilent: true)
        #expect(fixture.error.magnitude < 50e-6, "\(fixture.error)")
    }

    @Test func `isn't followed itself, whatever time it shows`() {
        var fixture = StandardFixture(hasStandard: true)
        fixture.run(2000)
        #expect(fixture.selected.text == "GPS")
        #expect(fixture.status == .notSelectable)
        #expect(fixture.error.magnitude < 1e-6)
    }

    @Test func `doesn't take the clock along when it jumps`() {
        var fixture = StandardFixture(hasStandard: true)
        fixture.run(2000)
        fixture.standardOffset -= 0.25
        fixture.run(100, isSilent: true)
        #expect(fixture.error.magnitude < 5e-6, "\(fixture.error)")
        fixture.frequency += 1e-6
        fixture.run(600, isSilent: true)
        #expect(fixture.error.magnitude < 20e-6, "\(fixture.error)")
    }

    @Test(arguments: [0.0, 0.49, 0.5])
    func `may be a device of pulses, wherever in a second they come`(phase: Double) {
        var fixture = StandardFixture(hasStandard: true)
        (fixture.givesPulses, fixture.standardOffset) = (true, phase)
        fixture.run(2000)
        fixture.frequency += 1e-6
        fixture.run(600, isSilent: true)
        #expect(fixture.error.magnitude < 10e-6, "\(fixture.error)")
    }

    @Test func `steadies a clock that has no source at all`() {
        var fixture = StandardFixture(hasStandard: true)
        fixture.run(1000, isSilent: true)
        let before = fixture.error
        fixture.frequency += 1e-6
        fixture.run(600, isSilent: true)
        // The frequency that it had is kept for right.
        let drift = fixture.error - before + 600 * 20e-6
        #expect(drift.magnitude < 10e-6, "\(drift)")
    }
}
