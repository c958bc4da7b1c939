// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Variates by comparisons and sums alone, so that a seed gives the same ones on every machine.
extension TestGenerator {
    /// A generator whose sequence has nothing to do with that of the next seed.
    static func stream(_ seed: UInt64) -> TestGenerator {
        var generator = TestGenerator(seed: (seed &+ 1) &* 0x9E37_79B9_7F4A_7C15)
        for _ in 0..<16 { _ = generator.next() }
        return generator
    }

    mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// Exponential with a mean of 1, by von Neumann's comparison of uniform variates.
    mutating func exponential() -> Double {
        var whole = 0.0
        while true {
            let first = uniform()
            var latest = first
            var isOdd = true
            while true {
                let next = uniform()
                guard next < latest else { break }
                latest = next
                isOdd.toggle()
            }
            if isOdd { return whole + first }
            whole += 1
        }
    }

    /// The sum of twelve uniform variates, less its mean: normal enough up to three standard deviations.
    mutating func normal() -> Double {
        (0..<12).reduce(-6) { sum, _ in sum + uniform() }
    }
}
