// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The estimator of one of the algorithms of this library.
public enum StandardEstimator: SourceEstimator {
    case kalman(KalmanEstimator)
    case regression(RegressionEstimator)
    case pll(ClockFilterEstimator)

    // An estimator is taken out, changed and put back; `consume`, so that its arrays aren't copied on the way.

    public mutating func add(_ sample: Sample) {
        switch consume self {
        case .kalman(var estimator):
            estimator.add(sample)
            self = .kalman(estimator)
        case .regression(var estimator):
            estimator.add(sample)
            self = .regression(estimator)
        case .pll(var estimator):
            estimator.add(sample)
            self = .pll(estimator)
        }
    }

    public mutating func stepped(by offset: NTPDuration) {
        switch consume self {
        case .kalman(var estimator):
            estimator.stepped(by: offset)
            self = .kalman(estimator)
        case .regression(var estimator):
            estimator.stepped(by: offset)
            self = .regression(estimator)
        case .pll(var estimator):
            estimator.stepped(by: offset)
            self = .pll(estimator)
        }
    }

    public mutating func reset() {
        switch consume self {
        case .kalman(var estimator):
            estimator.reset()
            self = .kalman(estimator)
        case .regression(var estimator):
            estimator.reset()
            self = .regression(estimator)
        case .pll(var estimator):
            estimator.reset()
            self = .pll(estimator)
        }
    }

    public func estimate(at time: FreeRunningTime) -> SourceEstimate? {
        switch self {
        case .kalman(let estimator): estimator.estimate(at: time)
        case .regression(let estimator): estimator.estimate(at: time)
        case .pll(let estimator): estimator.estimate(at: time)
        }
    }

    public func pollAdjustment(at poll: PollInterval, target: Int) -> Double {
        switch self {
        case .kalman(let estimator): estimator.pollAdjustment(at: poll, target: target)
        case .regression(let estimator): estimator.pollAdjustment(at: poll, target: target)
        case .pll(let estimator): estimator.pollAdjustment(at: poll, target: target)
        }
    }

    public var support: EstimateSupport {
        switch self {
        case .kalman(let estimator): estimator.support
        case .regression(let estimator): estimator.support
        case .pll(let estimator): estimator.support
        }
    }
}
