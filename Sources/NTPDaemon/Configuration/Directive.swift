// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A line of the configuration: its name, arguments, support and effect.
///
/// The directives are those of chrony 4.8, grouped by concern, and a few of our own. What a row says about support
/// is all that has to change when the daemon learns to do it.
typealias Directive = Setting<Configuration>

extension Directive {
    static let all: [Directive] =
        sources + selection + clock + leapSeconds + server + command + realTimeClock + timestamping + logging
        + process + inclusions + unavailable + obsolete
}
