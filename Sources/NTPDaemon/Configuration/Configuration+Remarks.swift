// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// What lines come to together, though each by itself is right.
struct ConfigurationRemark: Hashable, Sendable {
    /// The line that it is said of.
    enum Subject: Hashable, Sendable {
        /// The latest of this name.
        case directive(String)
        /// By their indices in the configuration.
        case source(Int), referenceClock(Int)
    }

    /// `.contradiction` or `.warning`.
    var kind: ConfigurationDiagnostic.Kind
    var subject: Subject
    var found: String
    var remedy: String?
}

extension Configuration {
    /// Whether it asks for what can't be had together.
    var isContradictory: Bool { !contradictions.isEmpty }

    /// What can't be had together, and what its author should know even so.
    var remarks: [ConfigurationRemark] { contradictions + warnings }

    /// How many there are of what remarks may be about.
    var remarkableCounts: (sources: Int, referenceClocks: Int) { (sources.count, referenceClocks.count) }

    private var contradictions: [ConfigurationRemark] {
        var found: [ConfigurationRemark] = []
        func refuse(_ subject: ConfigurationRemark.Subject, _ text: String, remedy: String) {
            found.append(
                ConfigurationRemark(kind: .contradiction, subject: subject, found: text, remedy: remedy))
        }
        if realTimeClock.isSynchronized, realTimeClock.file != nil {
            refuse(
                .directive("rtcfile"),
                "'rtcfile' can't be used with 'rtcsync': either the kernel sets the real-time clock, or it is compared "
                    + "with true time", remedy: "remove one of them")
        }
        for (index, clock) in referenceClocks.enumerated() {
            if realTimeClock.file != nil, clock.follows(realTimeClock.device) {
                refuse(
                    .referenceClock(index),
                    "'refclock RTC \(realTimeClock.device)' can't be used with 'rtcfile': the real-time clock is either "
                        + "followed, or compared with true time", remedy: "remove one of them")
            }
            if clock.options.isTAI, leapSeconds.listFile == nil, leapSeconds.timeZone == nil {
                refuse(
                    .referenceClock(index), "'tai' of a 'refclock' needs to know the leap seconds",
                    remedy: "add 'leapsectz' or 'leapseclist'")
            }
            if clock.options.isLocal, referenceClocks[..<index].contains(where: \.options.isLocal) {
                refuse(
                    .referenceClock(index),
                    "'local' can be said of one 'refclock' only: two can't both be the standard",
                    remedy: "remove it from all but one")
            }
        }
        return found
    }

    private var warnings: [ConfigurationRemark] {
        var limited: [ConfigurationRemark.Subject] = []
        if client.minimumSamples != ClientConfiguration().minimumSamples {
            limited.append(.directive("minsamples"))
        }
        limited += sources.indices.filter { sources[$0].options.minimumSamples != nil }.map { .source($0) }
        limited += referenceClocks.indices.filter { referenceClocks[$0].options.minimumSamples != nil }
            .map { .referenceClock($0) }
        if clock.discipline == .regression { limited = [] }
        var found = limited.map {
            ConfigurationRemark(
                kind: .warning, subject: $0,
                found: "'minsamples' has an effect with 'discipline regression' alone")
        }
        if realTimeClock.isSynchronized,
            let index = referenceClocks.firstIndex(where: { $0.driver == .rtc })
        {
            found.append(
                ConfigurationRemark(
                    kind: .warning, subject: .referenceClock(index),
                    found: "'rtcsync' has the kernel set a real-time clock, and 'refclock RTC' follows one"))
        }
        return found
    }
}
