// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPSimulator

/// Medians and worst values over the seeds of one scenario and one algorithm.
struct Summary {
    let rms: Spread
    let maximum: Spread
    let convergence: Spread
    let poll: Spread
    let claim: Spread
    let violations: [InvariantViolation]

    struct Spread {
        let median: Double
        let worst: Double

        init(_ values: [Double]) {
            let sorted = values.sorted()
            let middle = sorted.count / 2
            median =
                sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
            worst = sorted[sorted.count - 1]
        }
    }

    init(_ reports: [Report]) {
        let subjects = reports.map(\.subject)
        rms = Spread(subjects.map(\.error.rms))
        maximum = Spread(subjects.map(\.error.maximum))
        convergence = Spread(subjects.map { $0.error.convergence.map(Double.init) ?? .infinity })
        poll = Spread(subjects.map(\.meanPoll))
        claim = Spread(subjects.map(\.error.meanClaim))
        violations = reports.flatMap(\.violations)
    }

    /// The bars that these figures miss, each with its numbers.
    func misses(of bar: PublishedFigures) -> [String] {
        var misses: [String] = []
        func check(_ name: String, _ value: Double, atMost limit: Double, _ format: (Double) -> String) {
            guard !(value <= limit) else { return }
            misses.append("\(bar.scenario): \(name) \(format(value)), at most \(format(limit)) expected")
        }
        let wholeSeconds = { (value: Double) in Format.fixed(value, decimals: 0) + " s" }
        check("RMS", rms.median, atMost: bar.rmsBar, Format.seconds)
        check("max", maximum.median, atMost: bar.maximum, Format.seconds)
        check(
            "convergence", convergence.median, atMost: Double(bar.convergenceBar ?? bar.convergence),
            wholeSeconds)
        if poll.median < bar.pollBar {
            misses.append("\(bar.scenario): polls of \(wholeSeconds(poll.median)), \(bar.pollBar) s expected")
        }
        if let violation = violations.first { misses.append("\(bar.scenario): \(violation)") }
        return misses
    }
}
