// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

/// An offset as the kernel takes it: whole seconds rounded down, and nanoseconds from 0 to 999,999,999.
struct ClockOffset: Hashable, Sendable {
    var seconds: Int64
    var nanoseconds: Int64

    init(nearest offset: NTPDuration) {
        seconds = offset.bits >> 32
        let fraction = offset.bits & 0xFFFF_FFFF
        // Half a unit for rounding; the product stays below 2⁶³.
        nanoseconds = (fraction * 1_000_000_000 + 1 << 31) >> 32
        if nanoseconds == 1_000_000_000 {
            seconds += 1
            nanoseconds = 0
        }
    }

    /// The nearest interval to it.
    var duration: NTPDuration {
        NTPDuration(bits: seconds << 32 | ((nanoseconds << 32 + 500_000_000) / 1_000_000_000))
    }
}
