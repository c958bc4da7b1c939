// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import CNTPCore
import NTPCore

/// What a handle of a discipline holds.
final class DisciplineBox {
    var discipline: StandardDiscipline

    init(_ discipline: StandardDiscipline) {
        self.discipline = discipline
    }
}

extension CombinedEstimate {
    /// Nil for values that aren't numbers, and negative deviations.
    init?(_ combined: ntpcore_combined) {
        let bounds = [combined.offset_deviation, combined.frequency_deviation, combined.skew]
        guard combined.time.isValid, combined.offset.isFinite, combined.frequency.isFinite,
            bounds.allSatisfy({ $0.isFinite && $0 >= 0 })
        else { return nil }
        self.init(
            time: combined.time.freeRunning, offset: combined.offset,
            offsetDeviation: combined.offset_deviation, frequency: combined.frequency,
            frequencyDeviation: combined.frequency_deviation, skew: combined.skew)
    }
}

extension ClockState {
    /// Nil for values that aren't numbers.
    init?(_ state: ntpcore_clock_state) {
        guard state.time.isValid, state.correction.isFinite, state.frequency.isFinite else { return nil }
        self.init(
            time: state.time.freeRunning, correction: state.correction,
            frequency: Frequency(ratio: state.frequency), poll: PollInterval(exponent: state.poll))
    }
}

@c @implementation
public func ntpcore_discipline_create(
    _ algorithm: ntpcore_algorithm, _ frequency: Double, _ skew: Double
) -> OpaquePointer! {
    guard let algorithm = StandardAlgorithm(algorithm), frequency.isFinite, skew.isFinite, skew >= 0 else {
        return nil
    }
    let discipline = algorithm.makeDiscipline(frequency: Frequency(ratio: frequency), skew: skew)
    return unsafe Handle.make(DisciplineBox(discipline))
}

@c @implementation
public func ntpcore_discipline_destroy(_ discipline: OpaquePointer!) {
    unsafe Handle.destroy(discipline, as: DisciplineBox.self)
}

@c @implementation
public func ntpcore_discipline_update(
    _ discipline: OpaquePointer!, _ combined: UnsafePointer<ntpcore_combined>!,
    _ clock: UnsafePointer<ntpcore_clock_state>!, _ correction: UnsafeMutablePointer<ntpcore_correction>!
) -> ntpcore_error {
    guard let box = unsafe Handle.object(discipline, as: DisciplineBox.self),
        let combined = unsafe combined, let clock = unsafe clock, let correction = unsafe correction,
        let estimate = unsafe CombinedEstimate(combined.pointee), let state = unsafe ClockState(clock.pointee)
    else { return NTPCORE_INVALID_ARGUMENT }
    let wanted = box.discipline.update(with: estimate, clock: state)
    unsafe correction.pointee = ntpcore_correction(
        frequency: wanted.frequency.ratio, offset: wanted.offset, duration: wanted.duration)
    return NTPCORE_OK
}
