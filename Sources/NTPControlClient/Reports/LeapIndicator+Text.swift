// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

extension LeapIndicator {
    /// For sentences and lists.
    var words: String {
        switch self {
        case .none: "none announced"
        case .insertSecond: "a second will be inserted at the end of the UTC day"
        case .deleteSecond: "a second will be deleted at the end of the UTC day"
        case .unsynchronized: "unknown: not synchronised"
        }
    }

    /// In JSON.
    var key: String {
        switch self {
        case .none: "none"
        case .insertSecond: "insert"
        case .deleteSecond: "delete"
        case .unsynchronized: "unsynchronized"
        }
    }

    /// In chronyc's tables.
    var chronycText: String {
        switch self {
        case .none: "Normal"
        case .insertSecond: "Insert second"
        case .deleteSecond: "Delete second"
        case .unsynchronized: "Not synchronised"
        }
    }
}
