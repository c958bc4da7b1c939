// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import CNTPCore
import NTPCore

/// What a handle of an estimator holds.
final class EstimatorBox {
    var estimator: StandardEstimator
    /// The time of the latest sample: estimators rely on their order.
    var latest: FreeRunningTime?

    init(_ estimator: StandardEstimator) {
        self.estimator = estimator
    }
}

extension StandardAlgorithm {
    /// Nil for a number that stands for none.
    init?(_ algorithm: ntpcore_algorithm) {
        switch algorithm {
        case NTPCORE_KALMAN: self.init(.kalman)
        case NTPCORE_REGRESSION: self.init(.regression)
        case NTPCORE_PLL: self.init(.pll)
        default: return nil
        }
    }
}

extension Sample {
    /// Nil for values that no exchange has.
    init?(_ sample: ntpcore_sample) {
        let bounds = [sample.delay, sample.dispersion, sample.root_delay, sample.root_dispersion]
        guard sample.time.isValid, sample.offset.isFinite, sample.delay > 0,
            bounds.allSatisfy({ $0.isFinite && $0 >= 0 })
        else { return nil }
        self.init(
            time: sample.time.freeRunning, offset: sample.offset, delay: sample.delay,
            dispersion: sample.dispersion, rootDelay: sample.root_delay,
            rootDispersion: sample.root_dispersion)
    }
}

extension ntpcore_estimate {
    init(_ estimate: SourceEstimate) {
        self.init(
            time: ntpcore_time(estimate.time), offset: estimate.offset,
            offset_deviation: estimate.offsetDeviation, frequency: estimate.frequency,
            frequency_deviation: estimate.frequencyDeviation, skew: estimate.skew, jitter: estimate.jitter,
            root_delay: estimate.rootDelay, root_dispersion: estimate.rootDispersion)
    }
}

extension SourceEstimate {
    /// Nil for values that aren't numbers, and negative deviations.
    init?(_ estimate: ntpcore_estimate) {
        let bounds = [
            estimate.offset_deviation, estimate.frequency_deviation, estimate.skew, estimate.jitter,
            estimate.root_delay, estimate.root_dispersion,
        ]
        guard estimate.time.isValid, estimate.offset.isFinite, estimate.frequency.isFinite,
            bounds.allSatisfy({ $0.isFinite && $0 >= 0 })
        else { return nil }
        self.init(
            time: estimate.time.freeRunning, offset: estimate.offset,
            offsetDeviation: estimate.offset_deviation, frequency: estimate.frequency,
            frequencyDeviation: estimate.frequency_deviation, skew: estimate.skew, jitter: estimate.jitter,
            rootDelay: estimate.root_delay, rootDispersion: estimate.root_dispersion)
    }
}

@c @implementation
public func ntpcore_estimator_create(
    _ algorithm: ntpcore_algorithm, _ precision: Double
) -> OpaquePointer! {
    guard let algorithm = StandardAlgorithm(algorithm), precision.isFinite, precision > 0 else { return nil }
    var options = EstimatorOptions()
    options.precision = precision
    return unsafe Handle.make(EstimatorBox(algorithm.makeEstimator(options: options)))
}

@c @implementation
public func ntpcore_estimator_destroy(_ estimator: OpaquePointer!) {
    unsafe Handle.destroy(estimator, as: EstimatorBox.self)
}

@c @implementation
public func ntpcore_estimator_add(
    _ estimator: OpaquePointer!, _ sample: UnsafePointer<ntpcore_sample>!
) -> ntpcore_error {
    guard let box = unsafe Handle.object(estimator, as: EstimatorBox.self), let sample = unsafe sample,
        let new = unsafe Sample(sample.pointee), box.latest.map({ $0 < new.time }) ?? true
    else { return NTPCORE_INVALID_ARGUMENT }
    box.latest = new.time
    box.estimator.add(new)
    return NTPCORE_OK
}

@c @implementation
public func ntpcore_estimator_stepped(_ estimator: OpaquePointer!, _ offset: Double) -> ntpcore_error {
    guard let box = unsafe Handle.object(estimator, as: EstimatorBox.self), offset.isFinite else {
        return NTPCORE_INVALID_ARGUMENT
    }
    let step = NTPDuration(saturating: offset)
    box.latest = box.latest.map { $0 + step }
    box.estimator.stepped(by: step)
    return NTPCORE_OK
}

@c @implementation
public func ntpcore_estimator_reset(_ estimator: OpaquePointer!) -> ntpcore_error {
    guard let box = unsafe Handle.object(estimator, as: EstimatorBox.self) else {
        return NTPCORE_INVALID_ARGUMENT
    }
    box.latest = nil
    box.estimator.reset()
    return NTPCORE_OK
}

@c @implementation
public func ntpcore_estimator_estimate(
    _ estimator: OpaquePointer!, _ time: ntpcore_time, _ estimate: UnsafeMutablePointer<ntpcore_estimate>!
) -> ntpcore_error {
    guard let box = unsafe Handle.object(estimator, as: EstimatorBox.self), time.isValid,
        let estimate = unsafe estimate
    else { return NTPCORE_INVALID_ARGUMENT }
    guard let known = box.estimator.estimate(at: time.freeRunning) else { return NTPCORE_NO_ESTIMATE }
    unsafe estimate.pointee = ntpcore_estimate(known)
    return NTPCORE_OK
}
