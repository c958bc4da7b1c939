// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

extension Configuration {
    /// What can't be had together, though every line by itself is right.
    var contradictions: [String] {
        guard realTimeClock.isSynchronized, realTimeClock.file != nil else { return [] }
        return [
            "'rtcfile' can't be used with 'rtcsync': either the kernel sets the real-time clock, or it is compared "
                + "with true time; remove one of them"
        ]
    }

    /// What its author should know though every line by itself is right.
    var remarks: [String] {
        var remarks: [String] = []
        let limitsSamples =
            client.minimumSamples != ClientConfiguration().minimumSamples
            || sources.contains { $0.options.minimumSamples != nil }
            || referenceClocks.contains { $0.options.minimumSamples != nil }
        if limitsSamples, clock.discipline != .regression {
            remarks.append("'minsamples' has an effect with 'discipline regression' alone")
        }
        return remarks
    }
}
