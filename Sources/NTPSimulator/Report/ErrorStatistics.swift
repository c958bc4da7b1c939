// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The true error of a clock, second by second, and how well the clock knew of it.
public struct ErrorStatistics: Hashable, Sendable {
    /// How long the error has to stay within the bound until the clock counts as converged.
    private static let convergenceSpan = 1000

    private let settling: Int
    private let bound: Double
    private var second = 0
    private var counted = 0
    private var sumOfSquares = 0.0
    private var claimed = 0
    private var sumOfClaims = 0.0
    /// The second at which the error came within the bound to stay there so far.
    private var withinSince: Int?

    /// The largest magnitude of the error after settling, in seconds.
    public private(set) var maximum = 0.0
    /// The first second after which the error stayed within the bound for 1000 s; nil: never.
    public private(set) var convergence: Int?

    init(settling: Double, bound: Double) {
        self.settling = Int(settling)
        self.bound = bound
    }

    /// The root mean square of the error after settling, in seconds.
    public var rms: Double {
        counted > 0 ? (sumOfSquares / Double(counted)).squareRoot() : 0
    }

    /// The mean of the claimed bound after settling, in seconds.
    public var meanClaim: Double {
        claimed > 0 ? sumOfClaims / Double(claimed) : 0
    }

    /// Takes in the next second.
    ///
    /// - Parameter claim: The bound on the error that the clock claimed; nil while unsynchronised.
    mutating func add(_ error: Double, claim: Double?) {
        second += 1
        let magnitude = error.magnitude
        noteConvergence(isWithin: magnitude <= bound)
        guard second > settling else { return }
        counted += 1
        sumOfSquares += error * error
        maximum = max(maximum, magnitude)
        guard let claim else { return }
        claimed += 1
        sumOfClaims += claim
    }

    private mutating func noteConvergence(isWithin: Bool) {
        guard convergence == nil else { return }
        guard isWithin else {
            withinSince = nil
            return
        }
        let start = withinSince ?? second
        withinSince = start
        if second - start >= Self.convergenceSpan { convergence = start }
    }
}
