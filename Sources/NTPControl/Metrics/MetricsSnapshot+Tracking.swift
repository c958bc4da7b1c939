// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

extension MetricsSnapshot {
    var trackingFamilies: [MetricFamily] {
        [trackingInfo] + clockFamilies + frequencyFamilies + ownFamilies + clockUseFamilies
    }

    private var trackingInfo: MetricFamily {
        var info = MetricFamily("chrony_tracking_info", help: "What the clock follows; the value is 1.")
        // What chrony_exporter's address type prints for "none".
        let address = tracking.address == .unspecified ? "::" : tracking.address.description
        info.append(
            1,
            labels: [
                MetricFamily.Label(name: "tracking_address", value: address),
                MetricFamily.Label(name: "tracking_name", value: trackingName),
                MetricFamily.Label(name: "tracking_refid", value: tracking.referenceID.description),
            ])
        return info
    }

    private var clockFamilies: [MetricFamily] {
        let followsSource = tracking.isSynchronized && tracking.referenceID != .local
        return [
            MetricFamily(
                "chrony_tracking_remote_reference",
                help: "Whether the clock follows a source, and not itself.", value: followsSource ? 1 : 0),
            MetricFamily(
                "chrony_tracking_stratum", help: "The stratum of this clock; 0 while it isn't synchronised.",
                value: Double(tracking.stratum)),
            MetricFamily(
                "chrony_tracking_reference_timestamp_seconds",
                help: "When the clock was last updated, in Unix time; 0 for never.",
                value: (tracking.referenceTime ?? .unixEpoch).seconds(since: .unixEpoch)),
            MetricFamily(
                "chrony_tracking_system_time_seconds",
                help: "What is still being slewed; positive while the system clock is slow.",
                value: tracking.remainingCorrection),
            // From here on the sign is that of the clock's error.
            MetricFamily(
                "chrony_tracking_last_offset_seconds",
                help: "The offset at the latest update; positive if the system clock was fast.",
                value: -tracking.lastOffset),
            MetricFamily(
                "chrony_tracking_rms_offset_seconds", help: "The moving root mean square of those offsets.",
                value: tracking.rmsOffset),
            MetricFamily(
                "chrony_tracking_root_delay_seconds", help: "The delay to the primary source.",
                value: tracking.rootDelay),
            MetricFamily(
                "chrony_tracking_root_dispersion_seconds", help: "The dispersion to the primary source.",
                value: tracking.rootDispersion),
            MetricFamily(
                "chrony_tracking_update_interval_seconds",
                help: "The time between the two latest updates.", value: tracking.updateInterval),
        ]
    }

    private var frequencyFamilies: [MetricFamily] {
        [
            MetricFamily(
                "chrony_tracking_frequency_ppms",
                help: "The rate at which the system clock would gain if it weren't corrected, in ppm.",
                value: -tracking.frequency.ppm),
            MetricFamily(
                "chrony_tracking_residual_frequency_ppms",
                help: "What the latest update measured beyond that rate, in ppm.",
                value: -tracking.residualFrequency * 1e6),
            MetricFamily(
                "chrony_tracking_skew_ppms", help: "The bound on the error of that rate, in ppm.",
                value: tracking.skew * 1e6),
        ]
    }

    private var ownFamilies: [MetricFamily] {
        [
            MetricFamily(
                "ntpd_synchronized", help: "Whether the clock is synchronised.",
                value: tracking.isSynchronized ? 1 : 0),
            MetricFamily(
                "ntpd_error_bound_seconds",
                help: "The bound on the error of the system clock; infinite while it isn't synchronised.",
                value: tracking.errorBound ?? .infinity),
            MetricFamily(
                "ntpd_leap_indicator",
                help: "0 none, 1 a second is to be inserted, 2 deleted, 3 the clock isn't synchronised.",
                value: Double(tracking.leap.rawValue)),
        ]
    }

    private var clockUseFamilies: [MetricFamily] {
        guard let clockUse else { return [] }
        return [
            MetricFamily(
                "ntpd_steers_clock",
                help: "Whether the daemon steers the system clock, rather than only serve corrected time.",
                value: clockUse == .steered ? 1 : 0)
        ]
    }
}
