// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPCore

// The names are part of the library's interface; docs/c-library.md lists them.

extension TrackingReport {
    var fields: [ReportField] {
        [
            .text("reference_id", referenceID.description), .text("address", address.description),
            .integer("stratum", stratum), .integer("leap", leap.rawValue),
            .time("reference_time", referenceTime), .seconds("remaining_correction", remainingCorrection),
            .seconds("last_offset", lastOffset), .seconds("rms_offset", rmsOffset),
            .rate("frequency", frequency.ratio), .rate("residual_frequency", residualFrequency),
            .rate("skew", skew), .seconds("root_delay", rootDelay),
            .seconds("root_dispersion", rootDispersion), .seconds("update_interval", updateInterval),
            .seconds("error_bound", errorBound),
        ]
    }
}

extension SourceReport {
    private var modeName: String {
        switch mode {
        case .server: "server"
        case .peer: "peer"
        case .referenceClock: "reference clock"
        }
    }

    private var stateName: String {
        switch state {
        case .selected: "selected"
        case .notSelectable: "not selectable"
        case .falseticker: "falseticker"
        case .tooJittery: "too jittery"
        case .combined: "combined"
        case .notCombined: "not combined"
        }
    }

    var fields: [ReportField] {
        [
            .text("address", address.description), .text("mode", modeName), .text("state", stateName),
            .integer("poll", poll.exponent, unit: "log2 s"), .integer("stratum", stratum),
            .integer("reach", reach.bits), .integer("sample_age", sampleAge, unit: "s"),
            .seconds("measured_offset", measuredOffset), .seconds("offset", offset),
            .seconds("offset_error", offsetError),
        ]
    }
}

extension SourceStatisticsReport {
    var fields: [ReportField] {
        [
            .text("reference_id", referenceID.description), .text("address", address.description),
            .integer("samples", samples), .integer("runs", runs), .integer("span", span, unit: "s"),
            .seconds("deviation", deviation), .rate("residual_frequency", residualFrequency),
            .rate("skew", skew), .seconds("offset", offset), .seconds("offset_error", offsetError),
        ]
    }
}

extension SelectionReport {
    var fields: [ReportField] {
        [
            .text("reference_id", referenceID.description), .text("address", address.description),
            .integer("status", status?.code), .flag("is_authenticated", isAuthenticated),
            .integer("leap", leap.rawValue), .integer("configured_options", configured.rawValue),
            .integer("effective_options", effective.rawValue),
            .integer("sample_age", sampleAge, unit: "s"), .ratio("score", score),
            .seconds("lower_limit", lowerLimit), .seconds("upper_limit", upperLimit),
        ]
    }
}

extension NTPDataReport {
    var fields: [ReportField] {
        [
            .text("remote_address", remoteAddress.description),
            .text("local_address", localAddress.description), .integer("remote_port", remotePort),
            .integer("leap", leap.rawValue), .integer("version", version), .integer("mode", mode.rawValue),
            .integer("stratum", stratum), .integer("poll", poll.exponent, unit: "log2 s"),
            .integer("precision", precision, unit: "log2 s"), .seconds("root_delay", rootDelay),
            .seconds("root_dispersion", rootDispersion), .text("reference_id", referenceID.description),
            .time("reference_time", referenceTime), .seconds("offset", offset), .seconds("delay", delay),
            .seconds("dispersion", dispersion), .seconds("response_time", responseTime),
            .ratio("jitter_asymmetry", jitterAsymmetry), .integer("passed_tests", passedTests.rawValue),
            .flag("is_interleaved", isInterleaved), .flag("is_authenticated", isAuthenticated),
            .integer("transmit_stamp", transmitTimestamp?.code),
            .integer("receive_stamp", receiveTimestamp?.code), .integer("transmitted", transmitted),
            .integer("received", received), .integer("valid", valid), .integer("good", good),
        ]
    }
}

extension AuthenticationReport {
    private var modeName: String {
        switch mode {
        case .none: "none"
        case .symmetricKey: "symmetric key"
        case .nts: "NTS"
        }
    }

    var fields: [ReportField] {
        [
            .text("mode", modeName), .integer("key_type", keyType), .text("key_type_name", keyTypeName),
            .integer("key_id", keyID), .integer("key_length", keyLength, unit: "bit"),
            .integer("key_establishment_attempts", keyEstablishmentAttempts),
            .integer("key_establishment_age", keyEstablishmentAge, unit: "s"),
            .integer("cookies", cookies), .integer("cookie_length", cookieLength, unit: "byte"),
            .flag("was_refused", wasRefused),
        ]
    }
}

extension ActivityReport {
    var fields: [ReportField] {
        [
            .integer("online", online), .integer("offline", offline), .integer("burst_online", burstOnline),
            .integer("burst_offline", burstOffline), .integer("unresolved", unresolved),
        ]
    }
}

extension ServerStatisticsReport {
    var fields: [ReportField] {
        [
            .integer("ntp_hits", ntpHits), .integer("nke_hits", nkeHits),
            .integer("command_hits", commandHits), .integer("ntp_drops", ntpDrops),
            .integer("nke_drops", nkeDrops), .integer("command_drops", commandDrops),
            .integer("log_drops", logDrops), .integer("authenticated_hits", authenticatedHits),
            .integer("interleaved_hits", interleavedHits), .integer("held_timestamps", heldTimestamps),
            .integer("held_timestamp_span", heldTimestampSpan, unit: "s"),
        ]
    }
}
