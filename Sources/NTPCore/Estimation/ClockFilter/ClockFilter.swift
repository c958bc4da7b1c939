// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The eight latest samples of a source, of which the one with the shortest delay is believed.
///
/// A packet that didn't queue has the least error. See RFC 5905, section 10 (the clock filter algorithm).
struct ClockFilter: Hashable, Sendable {
    static let stageCount = 8
    /// The dispersion of a stage that has had no sample yet, in seconds. RFC 5905 calls it MAXDISP.
    private static let maximumDispersion = 16.0

    /// What is older than this comes after all that isn't, however short its delay was: the oscillator has gone its
    /// own way since. In seconds.
    let allanIntercept: Double
    /// Oldest first.
    private(set) var samples: [Sample] = []

    init(allanIntercept: Double) {
        self.allanIntercept = allanIntercept
        samples.reserveCapacity(Self.stageCount)
    }

    var isFull: Bool { samples.count == Self.stageCount }

    mutating func append(_ sample: Sample) {
        if isFull { samples.removeFirst() }
        samples.append(sample)
    }

    mutating func stepped(by offset: NTPDuration) {
        for index in samples.indices { samples[index].stepped(by: offset) }
    }

    /// All samples, the best one first.
    func sorted(at time: FreeRunningTime) -> [Sample] {
        samples.sorted { a, b in
            let ages = (time.seconds(since: a.time), time.seconds(since: b.time))
            let areOld = (ages.0 > allanIntercept, ages.1 > allanIntercept)
            return switch areOld {
            case (false, false): (a.delay, ages.0) < (b.delay, ages.1)
            case (true, true): ages.0 < ages.1
            default: areOld.1
            }
        }
    }

    /// The dispersion of all stages together, in seconds: each counts half as much as the one that is better by one.
    ///
    /// - Parameters:
    ///   - sorted: The samples, the best one first.
    ///   - clockError: By how much the dispersion of a sample grows, in s/s.
    static func dispersion(of sorted: [Sample], at time: FreeRunningTime, clockError: Double) -> Double {
        var weight = 1.0
        var dispersion = 0.0
        for sample in sorted {
            weight /= 2
            let grown = clockError * time.seconds(since: sample.time).magnitude
            dispersion += weight * min(maximumDispersion, sample.dispersion + grown)
        }
        // The empty stages come last, and what their halves add up to is the weight that is left.
        let missing = Double(sign: .plus, exponent: -stageCount, significand: 1)
        return dispersion + (weight - missing) * maximumDispersion
    }

    /// The root mean square of the offsets' differences from that of the best sample, in seconds.
    ///
    /// - Parameters:
    ///   - sorted: The samples, the best one first.
    ///   - frequency: What the offset grows by meanwhile, in s/s.
    static func jitter(of sorted: [Sample], frequency: Double) -> Double {
        guard let best = sorted.first, sorted.count > 1 else { return 0 }
        var squares = 0.0
        for sample in sorted.dropFirst() {
            let difference = sample.offset - best.offset - frequency * sample.time.seconds(since: best.time)
            squares += difference * difference
        }
        return (squares / Double(sorted.count - 1)).squareRoot()
    }

    /// The frequency from the best sample to the best one of those that are half of the register away, in s/s.
    ///
    /// - Parameter sorted: The samples, the best one first.
    static func slope(of sorted: [Sample]) -> (frequency: Double, span: Double)? {
        guard let best = sorted.first else { return nil }
        let distances = sorted.map { $0.time.seconds(since: best.time) }
        let reach = distances.reduce(0) { max($0, $1.magnitude) } / 2
        guard let other = distances.firstIndex(where: { $0 != 0 && $0.magnitude >= reach }) else {
            return nil
        }
        let span = distances[other]
        return ((sorted[other].offset - best.offset) / span, span.magnitude)
    }
}
