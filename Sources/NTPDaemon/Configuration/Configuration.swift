// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Everything that the daemon is told by its configuration.
///
/// The values here are the defaults; durations and distances are in seconds. The directives that set them
/// are in `Directive`, one for each.
struct Configuration: Hashable, Sendable, Defaulted {
    static let defaults = Configuration()

    /// The sources of the configuration proper, in its order.
    var sources: [SourceConfiguration] = []
    /// Where more sources are found, that come and go while the daemon runs: one list for each `sourcedir`.
    var sourceDirectories: [[String]] = []
    var referenceClocks: [ReferenceClockConfiguration] = []
    var client = ClientConfiguration()
    var selection = SelectionConfiguration()
    var clock = ClockConfiguration()
    var leapSeconds = LeapSecondConfiguration()
    var server = ServerConfiguration()
    var command = CommandConfiguration()
    var realTimeClock = RealTimeClockConfiguration()
    var timestamping = TimestampingConfiguration()
    var logging = LoggingConfiguration()
    var process = ProcessConfiguration()
}

/// How the daemon runs, and the files that it leaves behind.
struct ProcessConfiguration: Hashable, Sendable {
    /// Whom to run as once the ports are bound; nil for the user that the daemon was built for.
    var user: String?
    /// Where the process ID is written; "/" for nowhere.
    var pidFile = "/run/ntpd.pid"
    /// Where the samples of the sources are kept across restarts.
    var dumpDirectory: String?
    var keyFile: String?
    var locksMemory = false
    /// The priority among real-time processes; 0 for not being one.
    var schedulingPriority = 0
}
