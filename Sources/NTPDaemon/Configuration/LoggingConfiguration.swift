// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What is logged and where.
struct LoggingConfiguration: Hashable, Sendable {
    /// Where the log files are; nil for the directory that the daemon was started in.
    var directory: String?
    var files: Set<LogFile> = []
    /// After how many entries the columns are named again; 0 for never.
    var bannerInterval = 32
    /// Larger corrections of the clock are reported in the system log, in seconds.
    var changeThreshold = 1.0
}

/// A log file with fixed columns, or a variant of one.
enum LogFile: String, Hashable, Sendable, CaseIterable {
    case rawMeasurements = "rawmeasurements"
    case measurements, selection, statistics, tracking, rtc, refclocks, tempcomp

    var support: Support {
        switch self {
        case .rawMeasurements, .measurements, .selection, .statistics, .tracking, .tempcomp: .supported
        case .rtc, .refclocks: .notYet("this log file")
        }
    }
}
