// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPDaemon

@Suite struct `A file of samples` {
    private static let moment = ClockMoment(
        boot: "2f1c", system: NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 500_000_000),
        systemAheadOfMonotonic: 1_799_990_000.25, frequency: Frequency(ratio: -1.25e-5), correction: 0.125)

    private static func sample(_ offset: Double) -> Sample {
        Sample(
            time: FreeRunningTime(bits: 0), offset: offset, delay: 2e-4, dispersion: 1e-7, rootDelay: 1e-3,
            rootDispersion: 2e-3)
    }

    private static let file = SampleFile(
        moment: moment, samples: [(age: 64.5, sample: sample(1e-5)), (age: 0.1, sample: sample(-2e-5))])

    @Test func `is read as it was written`() throws {
        let read = try #require(SampleFile(parsing: Self.file.text))
        #expect(read.moment == Self.moment)
        #expect(read.samples.map(\.age) == [64.5, 0.1])
        #expect(read.samples.map(\.sample) == Self.file.samples.map(\.sample))
    }

    @Test func `is refused wherever it is torn`() {
        let text = Self.file.text
        for length in 0..<text.utf8.count {
            #expect(SampleFile(parsing: String(text.prefix(length))) == nil, "torn at \(length)")
        }
    }

    @Test(arguments: [
        ("sample 64.5", "sample inf"), ("sample 64.5", "sample -1"), ("sample 64.5", "sample 0.05"),
        ("1e-05 0.0002", "1e-05 0"), ("1e-05 0.0002", "1e-05 nan"), ("1e-05 0.0002", "1e99 0.0002"),
        ("end 2", "end 3"), ("end 2", "end -2"), ("boot 2f1c", "boot"),
        ("system 18", "system 99999999999999999918"),
        ("frequency ", "frequency 0x"), ("frequency -1.25e-05", "frequency -1"), ("samples 1", "samples 2"),
        ("monotonic", "monotonic 1"),
    ])
    func `is refused with what no sample can say`(good: String, bad: String) throws {
        let parts = Self.file.text.split(separator: good, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2)
        #expect(SampleFile(parsing: parts.joined(separator: bad)) == nil)
    }

    @Test func `is refused with more samples than are kept`() {
        var file = Self.file
        file.samples = Array(repeating: file.samples[0], count: 65)
        #expect(SampleFile(parsing: file.text) == nil)
        file.samples.removeLast()
        #expect(SampleFile(parsing: file.text) != nil)
    }

    /// The clocks some seconds later, if nobody has touched them.
    private func later(_ seconds: Double) -> ClockMoment {
        var moment = Self.moment
        moment.system = moment.system.advanced(by: seconds)
        moment.correction = 0
        return moment
    }

    @Test func `is refused when the clock isn't what it was`() {
        var now = later(10)
        now.boot = "other"
        #expect(throws: ContinuityError.otherBoot) { try Self.moment.shift(to: now) }
        now = later(10)
        now.systemAheadOfMonotonic += 0.25
        #expect(throws: ContinuityError.stepped(by: 0.25)) { try Self.moment.shift(to: now) }
        now = later(10)
        now.frequency = .zero
        #expect(throws: ContinuityError.otherFrequency) { try Self.moment.shift(to: now) }
        #expect(throws: ContinuityError.self) { try Self.moment.shift(to: later(-1)) }
    }

    @Test func `continues the timescale on which the samples were taken`() throws {
        // A clock that runs 100 ppm fast by itself, and is held at true time by a frequency of -100 ppm.
        let oscillator = 100e-6
        let frequency = Frequency(ratio: 1 / (1 + oscillator) - 1)
        let start = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)
        // By now it has been corrected by 0.01 s; the samples before say that free running it is that far ahead.
        let moment = ClockMoment(
            boot: "", system: start, systemAheadOfMonotonic: 0, frequency: frequency, correction: -0.01)
        let ages = [200.0, 100.0]
        let file = SampleFile(
            moment: moment,
            samples: ages.map { age in
                (age: age, sample: Self.sample(-0.01 + age * oscillator / (1 + oscillator)))
            })
        // The next run begins 50 s later with a timescale that agrees with the clock, which is right.
        let now = ClockMoment(
            boot: "", system: start.advanced(by: 50), systemAheadOfMonotonic: 0, frequency: frequency,
            correction: 0)
        let samples = try file.samples(at: now, freeRunning: FreeRunningTime(bits: now.system.bits))
        for (sample, age) in zip(samples, ages) {
            let elapsed = FreeRunningTime(bits: now.system.bits).seconds(since: sample.time)
            // True seconds, as the free-running clock counts them.
            #expect((elapsed - (50 * (1 + oscillator) + age)).magnitude < 1e-6)
            // Where the clock was at that time if nothing had corrected it, to where it is.
            #expect((sample.offset - elapsed * oscillator / (1 + oscillator)).magnitude < 1e-8)
        }
    }
}
