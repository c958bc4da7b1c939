// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import CNTPCore
import NTPCore

extension ntpcore_tracking {
    /// - Parameter pending: What the clock is still to gain.
    init(_ tracking: Tracking, pending: Double, at date: NTPDate) {
        self.init()
        leap = tracking.leap.rawValue
        stratum = tracking.stratum
        reference_id = tracking.referenceID.bits
        source = tracking.source?.rawValue ?? 0
        combined_sources = UInt32(clamping: tracking.combinedSources)
        reference_time = ntpcore_time(tracking.referenceTime)
        pending_offset = pending
        last_offset = tracking.lastOffset
        rms_offset = tracking.rmsOffset
        frequency = tracking.frequency.ratio
        residual_frequency = tracking.residualFrequency
        skew = tracking.skew
        root_delay = tracking.rootDelay
        root_dispersion = tracking.rootDispersion(at: date)
        error_bound = tracking.rootDistance(at: date) + pending.magnitude
    }
}

extension ntpcore_source_state {
    init(_ source: SourceSnapshot) {
        self.init()
        status = source.status.code
        stratum = source.stratum
        leap = source.leap.rawValue
        reach = source.reach.bits
        poll = source.poll.exponent
        sent = source.counters.sent
        received = source.counters.received
        valid = source.counters.valid
        good = source.counters.good
        guard let known = source.estimate else { return }
        has_estimate = 1
        estimate = ntpcore_estimate(known)
    }
}

@c @implementation
public func ntpcore_synchronizer_tracking(
    _ synchronizer: OpaquePointer!, _ date: ntpcore_time, _ tracking: UnsafeMutablePointer<ntpcore_tracking>!
) -> ntpcore_error {
    guard let box = unsafe Handle.object(synchronizer, as: SynchronizerBox.self), date.isValid,
        let tracking = unsafe tracking
    else { return NTPCORE_INVALID_ARGUMENT }
    let core = box.synchronizer
    unsafe tracking.pointee = ntpcore_tracking(
        core.tracking, pending: core.pendingOffset(at: date.date), at: date.date)
    return NTPCORE_OK
}

@c @implementation
public func ntpcore_synchronizer_source(
    _ synchronizer: OpaquePointer!, _ source: UInt32, _ date: ntpcore_time,
    _ state: UnsafeMutablePointer<ntpcore_source_state>!
) -> ntpcore_error {
    guard let box = unsafe Handle.object(synchronizer, as: SynchronizerBox.self), date.isValid,
        let state = unsafe state
    else { return NTPCORE_INVALID_ARGUMENT }
    guard let report = box.synchronizer.report(for: SourceID(rawValue: source), at: date.date) else {
        return NTPCORE_NOT_FOUND
    }
    unsafe state.pointee = ntpcore_source_state(report)
    return NTPCORE_OK
}
