// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Averages of the frequency over long times, to run at when the sources are gone: the `fallbackdrift` directive.
///
/// The latest estimate follows the temperature of the hour. The longer nothing corrects it, the longer is the time
/// over which the frequency is better averaged.
struct FallbackFrequencies: Hashable, Sendable {
    private struct Average: Hashable {
        /// In seconds: over how long it goes, and after how long without an update it is to be used.
        let interval: Double
        var frequency = 0.0
        /// How much time has gone into it, in seconds.
        var span = 0.0
    }

    /// The shortest first.
    private var averages: [Average]
    private var latest: MonotonicInstant?
    /// How many of them have had their turn since the latest update.
    private var used = 0

    /// - Parameter exponents: The intervals, as powers of two of seconds.
    init(exponents: ClosedRange<Int>) {
        averages = exponents.map { exponent in
            Average(interval: Double(sign: .plus, exponent: exponent, significand: 1))
        }
    }

    /// When the next average has its turn, unless the clock is updated before; nil: never.
    var deadline: MonotonicInstant? {
        guard let latest, used < averages.count else { return nil }
        return latest.advanced(by: averages[used].interval)
    }

    /// Takes in the frequency that an update of the clock has found.
    mutating func note(_ frequency: Frequency, now: MonotonicInstant) {
        // Of a time without updates, no more is known than of the shortest of these.
        let elapsed = min(latest.map { now.seconds(since: $0) } ?? 0, averages[0].interval)
        for index in averages.indices {
            let interval = averages[index].interval
            let weight = averages[index].span == 0 ? 1 : elapsed / (elapsed + interval)
            averages[index].frequency += weight * (frequency.ratio - averages[index].frequency)
            averages[index].span += elapsed
        }
        latest = now
        used = 0
    }

    /// The frequency to run at from now on; nil when none has its turn that was long enough in the making.
    mutating func takeOver(now: MonotonicInstant) -> Frequency? {
        var frequency: Frequency?
        while let deadline, deadline <= now {
            if averages[used].span >= averages[used].interval {
                frequency = Frequency(ratio: averages[used].frequency)
            }
            used += 1
        }
        return frequency
    }
}
