// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl

extension SourceReport.State {
    /// The sign that the field's tools put before a source.
    var symbol: String {
        switch self {
        case .selected: "*"
        case .notSelectable: "?"
        case .falseticker: "x"
        case .tooJittery: "~"
        case .combined: "+"
        case .notCombined: "-"
        }
    }

    /// In JSON.
    var key: String {
        switch self {
        case .selected: "selected"
        case .notSelectable: "not_selectable"
        case .falseticker: "falseticker"
        case .tooJittery: "too_jittery"
        case .combined: "combined"
        case .notCombined: "not_combined"
        }
    }
}

extension SourceReport.Mode {
    var symbol: String {
        switch self {
        case .server: "^"
        case .peer: "="
        case .referenceClock: "#"
        }
    }

    var key: String {
        switch self {
        case .server: "server"
        case .peer: "peer"
        case .referenceClock: "reference_clock"
        }
    }
}
