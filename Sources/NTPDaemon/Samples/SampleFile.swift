// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

/// The samples of a source, kept for the next run: a file of `dumpdir`.
///
/// Text, one sample a line, with a last line that tells how many there are: a torn file is known by that. The format is
/// our own; see docs/differences.md.
struct SampleFile {
    var moment: ClockMoment
    /// Oldest first, with times in seconds before the moment on the free-running timescale.
    var samples: [(age: Double, sample: Sample)]

    private static let title = "swift-ntpd samples 1"
    /// What no sample can have, in seconds: 30 years, and what chrony's `maxdelay` allows at most.
    private static let (largestAge, largestDelay) = (1e9, 1000.0)

    init(moment: ClockMoment, samples: [(age: Double, sample: Sample)]) {
        self.moment = moment
        self.samples = samples
    }

    var text: String {
        let (seconds, nanoseconds) = moment.system.unixTime
        let head = [
            Self.title, "boot \(moment.boot)", "system \(seconds) \(nanoseconds)",
            "monotonic \(moment.systemAheadOfMonotonic)", "frequency \(moment.frequency.ratio)",
            "correction \(moment.correction)",
        ]
        let lines = samples.map { age, sample in
            let numbers = [
                age, sample.offset, sample.delay, sample.dispersion, sample.rootDelay, sample.rootDispersion,
            ]
            return "sample " + numbers.map { "\($0)" }.joined(separator: " ")
        }
        return (head + lines + ["end \(samples.count)"]).joined(separator: "\n") + "\n"
    }

    /// Nil for anything but what `text` gives: torn, of another program, or made up.
    init?(parsing text: String) {
        guard text.hasSuffix("\n") else { return nil }
        var lines = text.split(separator: "\n")[...]
        guard lines.popFirst().map(String.init) == Self.title,
            let boot = Self.words(after: "boot", in: lines.popFirst()), boot.count == 1,
            let system = Self.words(after: "system", in: lines.popFirst()), system.count == 2,
            let seconds = Int64(system[0]), seconds.magnitude < 1 << 40, let nanoseconds = Int64(system[1]),
            0..<1_000_000_000 ~= nanoseconds,
            let monotonic = Self.numbers(after: "monotonic", in: lines.popFirst()), monotonic.count == 1,
            let frequency = Self.numbers(after: "frequency", in: lines.popFirst()), frequency.count == 1,
            frequency[0].magnitude < 0.5,
            let correction = Self.numbers(after: "correction", in: lines.popFirst()), correction.count == 1,
            let end = Self.words(after: "end", in: lines.popLast()), end.count == 1, let count = Int(end[0]),
            count == lines.count, count <= Synchronizer<StandardAlgorithm>.rememberedSamples
        else { return nil }
        moment = ClockMoment(
            boot: boot[0], system: NTPDate(unixSeconds: seconds, nanoseconds: nanoseconds),
            systemAheadOfMonotonic: monotonic[0], frequency: Frequency(ratio: frequency[0]),
            correction: correction[0])
        samples = []
        for line in lines {
            guard let sample = Self.sample(line), sample.age <= samples.last?.age ?? Self.largestAge else {
                return nil
            }
            samples.append(sample)
        }
    }

    private static func sample(_ line: Substring) -> (age: Double, sample: Sample)? {
        guard let numbers = numbers(after: "sample", in: line), numbers.count == 6,
            0...largestAge ~= numbers[0], numbers[1].magnitude <= largestAge,
            numbers[2] > 0, numbers[2...].allSatisfy({ 0...largestDelay ~= $0 })
        else { return nil }
        let sample = Sample(
            time: FreeRunningTime(bits: 0), offset: numbers[1], delay: numbers[2], dispersion: numbers[3],
            rootDelay: numbers[4], rootDispersion: numbers[5])
        return (numbers[0], sample)
    }

    private static func words(after name: String, in line: Substring?) -> [String]? {
        guard let words = line?.split(separator: " ").map(String.init), words.first == name else {
            return nil
        }
        return Array(words.dropFirst())
    }

    private static func numbers(after name: String, in line: Substring?) -> [Double]? {
        guard let words = words(after: name, in: line) else { return nil }
        let numbers = words.compactMap { Double($0) }.filter(\.isFinite)
        return numbers.count == words.count ? numbers : nil
    }
}

extension SampleFile {
    /// The samples on the timescale of this run.
    ///
    /// - Parameter date: The reading of the free-running clock at the moment `now`.
    func samples(at now: ClockMoment, freeRunning time: FreeRunningTime) throws(ContinuityError) -> [Sample] {
        let shift = try moment.shift(to: now)
        let elapsed = now.system.seconds(since: moment.system)
        // The new reading, less what has gone by since the file's moment on the free-running timescale.
        let then = time.advanced(
            by: moment.frequency.ratio / (1 + moment.frequency.ratio) * elapsed - elapsed)
        return samples.map { age, sample in
            var sample = sample
            sample.time = then.advanced(by: -age)
            sample.offset -= shift
            return sample
        }
    }
}
