// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// What makes a source be selected and combined.
struct SelectionConfiguration: Hashable, Sendable {
    var authentication = AuthenticationMode.mix
    /// How many times the root distance of the selected source a combined one may have; 0 combines none.
    var combineLimit = 3.0
    /// The largest root distance and jitter, in seconds.
    var maximumDistance = 3.0
    var maximumJitter = 1.0
    var minimumStratum: UInt8 = 0
    var maximumStratum: UInt8 = 15
    /// How many sources have to agree before the clock is touched.
    var minimumSources = 1
    /// The head start of the selected source, in seconds of root distance.
    var reselectDistance = 1e-4
    /// What a stratum more counts, in seconds of root distance.
    var stratumWeight = 1e-3
}
