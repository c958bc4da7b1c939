// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import CNTPCore
import NTPCore

/// What a handle of a selector holds.
final class SelectorBox {
    var selector: IntervalSelector

    init(_ options: SelectorOptions) {
        selector = IntervalSelector(options: options)
    }
}

extension SelectionCandidate {
    /// Nil for values that make no sense.
    init?(_ candidate: ntpcore_candidate) {
        guard let leap = LeapIndicator(rawValue: candidate.leap) else { return nil }
        var estimate: SourceEstimate?
        if candidate.has_estimate != 0 {
            guard let known = SourceEstimate(candidate.estimate) else { return nil }
            estimate = known
        }
        self.init(
            id: SourceID(rawValue: candidate.source), estimate: estimate, stratum: candidate.stratum,
            leap: leap, reach: Reach(bits: candidate.reach),
            options: SelectionOptions(flags: candidate.flags), hasNewSample: candidate.has_new_sample != 0)
        // Who says nothing of samples is taken to have had them all the time.
        oldestSample = estimate?.time
        newestSample = estimate?.time
    }
}

extension SourceStatus {
    /// The number in `ntpcore_status`: the order of the cases.
    var code: UInt8 {
        switch self {
        case .notSelectable: UInt8(NTPCORE_STATUS_NOT_SELECTABLE.rawValue)
        case .missingSamples: UInt8(NTPCORE_STATUS_MISSING_SAMPLES.rawValue)
        case .unsynchronized: UInt8(NTPCORE_STATUS_UNSYNCHRONIZED.rawValue)
        case .badStratum: UInt8(NTPCORE_STATUS_BAD_STRATUM.rawValue)
        case .tooDistant: UInt8(NTPCORE_STATUS_TOO_DISTANT.rawValue)
        case .tooJittery: UInt8(NTPCORE_STATUS_TOO_JITTERY.rawValue)
        case .waitingForOthers: UInt8(NTPCORE_STATUS_WAITING_FOR_OTHERS.rawValue)
        case .stale: UInt8(NTPCORE_STATUS_STALE.rawValue)
        case .orphan: UInt8(NTPCORE_STATUS_ORPHAN.rawValue)
        case .untrusted: UInt8(NTPCORE_STATUS_UNTRUSTED.rawValue)
        case .falseticker: UInt8(NTPCORE_STATUS_FALSETICKER.rawValue)
        case .waitingForSources: UInt8(NTPCORE_STATUS_WAITING_FOR_SOURCES.rawValue)
        case .notPreferred: UInt8(NTPCORE_STATUS_NOT_PREFERRED.rawValue)
        case .outlier: UInt8(NTPCORE_STATUS_OUTLIER.rawValue)
        case .waitingForUpdate: UInt8(NTPCORE_STATUS_WAITING_FOR_UPDATE.rawValue)
        case .notCombined: UInt8(NTPCORE_STATUS_NOT_COMBINED.rawValue)
        case .combined: UInt8(NTPCORE_STATUS_COMBINED.rawValue)
        case .selected: UInt8(NTPCORE_STATUS_SELECTED.rawValue)
        }
    }
}

extension ntpcore_combined {
    init(_ estimate: CombinedEstimate) {
        self.init(
            time: ntpcore_time(estimate.time), offset: estimate.offset,
            offset_deviation: estimate.offsetDeviation, frequency: estimate.frequency,
            frequency_deviation: estimate.frequencyDeviation, skew: estimate.skew)
    }
}

@c @implementation
public func ntpcore_selector_create(_ minimumSources: UInt32, _ maximumDistance: Double) -> OpaquePointer! {
    guard minimumSources > 0, maximumDistance > 0 else { return nil }
    var options = SelectorOptions()
    options.minimumSources = Int(clamping: minimumSources)
    options.maximumDistance = maximumDistance
    return unsafe Handle.make(SelectorBox(options))
}

@c @implementation
public func ntpcore_selector_destroy(_ selector: OpaquePointer!) {
    unsafe Handle.destroy(selector, as: SelectorBox.self)
}

@c @implementation
public func ntpcore_selector_select(
    _ selector: OpaquePointer!, _ candidates: UnsafePointer<ntpcore_candidate>!, _ count: Int,
    _ statuses: UnsafeMutablePointer<UInt8>!, _ survivors: UnsafeMutablePointer<UInt32>!,
    _ survivorCount: UnsafeMutablePointer<Int>!
) -> ntpcore_error {
    guard let box = unsafe Handle.object(selector, as: SelectorBox.self),
        let candidates = unsafe candidates, let statuses = unsafe statuses, let survivors = unsafe survivors,
        let survivorCount = unsafe survivorCount, count > 0
    else { return NTPCORE_INVALID_ARGUMENT }
    let all = unsafe UnsafeBufferPointer(start: candidates, count: count).map(SelectionCandidate.init)
    let valid = all.compactMap(\.self)
    guard valid.count == count else { return NTPCORE_INVALID_ARGUMENT }
    let selection = box.selector.select(from: valid)
    for (index, status) in selection.statuses.enumerated() { unsafe statuses[index] = status.code }
    for (index, survivor) in selection.survivors.enumerated() { unsafe survivors[index] = UInt32(survivor) }
    unsafe survivorCount.pointee = selection.survivors.count
    return NTPCORE_OK
}

@c @implementation
public func ntpcore_combine(
    _ algorithm: ntpcore_algorithm, _ estimates: UnsafePointer<ntpcore_estimate>!, _ count: Int,
    _ combined: UnsafeMutablePointer<ntpcore_combined>!
) -> ntpcore_error {
    guard let algorithm = StandardAlgorithm(algorithm), let estimates = unsafe estimates,
        let combined = unsafe combined, count >= 0
    else { return NTPCORE_INVALID_ARGUMENT }
    let all = unsafe UnsafeBufferPointer(start: estimates, count: count).map(SourceEstimate.init)
    let valid = all.compactMap(\.self)
    guard valid.count == count else { return NTPCORE_INVALID_ARGUMENT }
    guard !valid.isEmpty else { return NTPCORE_NO_ESTIMATE }
    unsafe combined.pointee = ntpcore_combined(algorithm.combine(valid))
    return NTPCORE_OK
}
