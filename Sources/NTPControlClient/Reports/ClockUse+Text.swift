// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl

extension ClockUse {
    /// For sentences and lists.
    var words: String {
        switch self {
        case .steered: "steered by the daemon"
        case .leftAlone: "left alone, as told; the daemon serves corrected time only"
        case .forbidden: "left alone for want of CAP_SYS_TIME; the daemon serves corrected time only"
        }
    }

    /// In JSON.
    var key: String {
        switch self {
        case .steered: "steered"
        case .leftAlone: "left_alone"
        case .forbidden: "forbidden"
        }
    }
}
