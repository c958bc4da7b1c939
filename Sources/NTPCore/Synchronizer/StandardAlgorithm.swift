// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// One of the algorithms of this library, chosen at run time.
///
/// Its parts are enums too: a choice costs a branch, and no call through an existential. `Synchronizer` is compiled
/// for this algorithm once more, with nothing generic left.
public enum StandardAlgorithm: SynchronizationAlgorithm {
    case kalman(KalmanAlgorithm)
    case regression(RegressionAlgorithm)
    case pll(PhaseLockedAlgorithm)

    /// What the algorithms are called in configurations and on command lines.
    public enum Name: String, Hashable, Sendable, CaseIterable {
        case kalman, regression, pll

        /// The one with the least error; see docs/discipline.md.
        public static let standard = kalman
    }

    /// The algorithm of that name, as it is meant to be used.
    public init(_ name: Name) {
        switch name {
        case .kalman: self = .kalman(KalmanAlgorithm())
        case .regression: self = .regression(RegressionAlgorithm())
        case .pll: self = .pll(PhaseLockedAlgorithm())
        }
    }

    /// What the selection among the sources goes by.
    public var selector: SelectorOptions {
        get {
            switch self {
            case .kalman(let algorithm): algorithm.selector
            case .regression(let algorithm): algorithm.selector
            case .pll(let algorithm): algorithm.selector
            }
        }
        set {
            switch self {
            case .kalman(var algorithm):
                algorithm.selector = newValue
                self = .kalman(algorithm)
            case .regression(var algorithm):
                algorithm.selector = newValue
                self = .regression(algorithm)
            case .pll(var algorithm):
                algorithm.selector = newValue
                self = .pll(algorithm)
            }
        }
    }

    /// Estimates whose frequency is more uncertain don't change the clock's, in s/s.
    public var maximumUpdateSkew: Double {
        get {
            switch self {
            case .kalman(let algorithm): algorithm.discipline.maximumUpdateSkew
            case .regression(let algorithm): algorithm.discipline.maximumUpdateSkew
            case .pll(let algorithm): algorithm.discipline.maximumUpdateSkew
            }
        }
        set {
            switch self {
            case .kalman(var algorithm):
                algorithm.discipline.maximumUpdateSkew = newValue
                self = .kalman(algorithm)
            case .regression(var algorithm):
                algorithm.discipline.maximumUpdateSkew = newValue
                self = .regression(algorithm)
            case .pll(var algorithm):
                algorithm.discipline.maximumUpdateSkew = newValue
                self = .pll(algorithm)
            }
        }
    }

    public func makeEstimator(options: EstimatorOptions) -> StandardEstimator {
        switch self {
        case .kalman(let algorithm): .kalman(algorithm.makeEstimator(options: options))
        case .regression(let algorithm): .regression(algorithm.makeEstimator(options: options))
        case .pll(let algorithm): .pll(algorithm.makeEstimator(options: options))
        }
    }

    public func makeSelector() -> IntervalSelector {
        IntervalSelector(options: selector)
    }

    public func makeDiscipline(frequency: Frequency, skew: Double) -> StandardDiscipline {
        switch self {
        case .kalman(let algorithm): .kalman(algorithm.makeDiscipline(frequency: frequency, skew: skew))
        case .regression(let algorithm):
            .regression(algorithm.makeDiscipline(frequency: frequency, skew: skew))
        case .pll(let algorithm): .pll(algorithm.makeDiscipline(frequency: frequency, skew: skew))
        }
    }

    public func combine(_ survivors: [SourceEstimate]) -> CombinedEstimate {
        switch self {
        case .kalman(let algorithm): algorithm.combine(survivors)
        case .regression(let algorithm): algorithm.combine(survivors)
        case .pll(let algorithm): algorithm.combine(survivors)
        }
    }
}
