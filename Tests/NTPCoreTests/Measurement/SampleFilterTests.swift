// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `The median filter` {
    private func sample(_ seconds: Double, _ offset: Double, dispersion: Double = 1e-6) -> Sample {
        Sample(
            time: FreeRunningTime(bits: 0).advanced(by: seconds), offset: offset, delay: 1e-3,
            dispersion: dispersion)
    }

    private func filtered(_ samples: [Sample], frequency: Double = 0) -> Sample? {
        var filter = SampleFilter(length: samples.count)
        return samples.reduce(nil) { filter.add($1, frequency: frequency) ?? $0 }
    }

    @Test func `gives the sample in the middle by its offset`() throws {
        let middle = sample(1, 0.02)
        #expect(filtered([sample(0, 0.5), middle, sample(2, -0.1)]) == middle)
    }

    @Test func `gives the mean of the two in the middle`() throws {
        let result = try #require(
            filtered([sample(0, 9), sample(1, 0.01), sample(3, 0.03), sample(4, -9)]))
        #expect(abs(result.offset - 0.02) < 1e-12)
        #expect(result.time == FreeRunningTime(bits: 0).advanced(by: 2))
    }

    @Test func `doesn't take the clock's own drift for noise`() throws {
        // All on a line but for one that is too high.
        let samples = [sample(0, 0), sample(10, 1e-3 + 5e-4), sample(20, 2e-3)]
        let result = try #require(filtered(samples, frequency: 1e-4))
        #expect([samples[0], samples[2]].contains(result))
    }

    @Test func `leaves out samples that are much less certain than others`() throws {
        var samples = (0..<4).map { sample(Double($0), 0.01) }
        samples += (4..<9).map { sample(Double($0), 5, dispersion: 1e-3) }
        #expect(try #require(filtered(samples)).offset == 0.01)
    }

    @Test func `counts polls, so that lost and refused samples don't hold it up`() throws {
        var filter = SampleFilter(length: 3)
        var results: [Sample?] = []
        for poll in 0..<9 {
            if let late = filter.notePoll(frequency: 0) { results.append(late) }
            // The first three bring one sample, which isn't the last; the next three none; the others one each.
            guard poll == 1 || poll > 5 else { continue }
            if let result = filter.add(sample(Double(poll), 0.01), frequency: 0) { results.append(result) }
        }
        #expect(results.map { $0?.time } == [sample(1, 0).time, sample(7, 0).time])
    }

    @Test func `passes each sample on when it is off`() {
        var filter = SampleFilter(length: 1)
        for second in 0..<3 {
            let sample = sample(Double(second), 1)
            #expect(filter.add(sample, frequency: 0) == sample)
        }
    }
}
