// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// How chronyd 4.8 does under clknetsim, medians over 20 seeds, and the least that is expected of us.
struct PublishedFigures {
    let scenario: String
    let rms: Double
    let maximum: Double
    let convergence: Int
    /// The largest RMS error that is good enough.
    let rmsBar: Double
    /// The latest convergence that is good enough.
    var convergenceBar: Int?
    /// The shortest mean poll interval that is good enough.
    var pollBar = 0.0

    static let all = [
        PublishedFigures(scenario: "base", rms: 9.97e-5, maximum: 2.78e-4, convergence: 201, rmsBar: 6e-5),
        PublishedFigures(scenario: "lan", rms: 5.38e-6, maximum: 1.96e-5, convergence: 132, rmsBar: 3e-6),
        PublishedFigures(scenario: "jump", rms: 3.26e-4, maximum: 3.92e-3, convergence: 432, rmsBar: 2.5e-4),
        PublishedFigures(
            scenario: "falsetickers", rms: 6.31e-5, maximum: 1.71e-4, convergence: 1105, rmsBar: 4e-5,
            convergenceBar: 300),
        PublishedFigures(scenario: "loss", rms: 1.10e-4, maximum: 2.88e-4, convergence: 526, rmsBar: 8.5e-5),
        PublishedFigures(
            scenario: "defaults", rms: 5.10e-4, maximum: 1.41e-3, convergence: 78, rmsBar: 2.6e-4,
            pollBar: 912),
    ]
}
