// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What the daemon does with the system's clock: our own report, for which chrony's protocol has no place.
public enum ClockUse: UInt32, Hashable, Sendable, CaseIterable {
    /// Steers it.
    case steered = 1
    /// Leaves it alone, as told: only corrected time is served.
    case leftAlone = 2
    /// Leaves it alone for want of CAP_SYS_TIME.
    case forbidden = 3
}
