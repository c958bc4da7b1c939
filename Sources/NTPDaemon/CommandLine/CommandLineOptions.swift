// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPSystem

/// What the command line says.
struct CommandLineOptions: Hashable, Sendable {
    enum Action: Hashable, Sendable {
        /// Start, with the task that `task` says.
        case run
        case printConfiguration
        case printVersion
        case printHelp
    }

    enum Task: Hashable, Sendable {
        /// Follow the sources, and serve, until told to end.
        case follow
        /// Correct the clock once, and exit.
        case setOnce
        /// Print the offset once, and exit; the clock isn't touched.
        case measureOnce
    }

    var action = Action.run
    var task = Task.follow
    /// The one address family to use; nil for both.
    var addressFamily: AddressFamily?
    /// Nil for the first of `ConfigurationPath.searched`.
    var configurationPath: String?
    /// Lines of configuration, which take the place of any file; none to read one.
    var directives: [String] = []

    /// Variables of the environment take the place of any file; see docs/container.md.
    var readsEnvironment = false

    /// Don't detach from the terminal.
    var staysInForeground = false
    /// Messages go to the terminal, and how much is told: 1 for the usual, 2 for debugging.
    var terminalVerbosity = 0
    /// Messages go to this file.
    var logFile: String?
    /// The lowest severity of the messages: nil or 0 for all but debugging, -1 for that too, 1 for warnings, 2 for errors, 3 for fatal ones.
    var minimumSeverity: Int?

    var user: String?
    /// Run without being root; the privileges are somebody else's business.
    var acceptsAnyUser = false
    /// Leave the clock alone.
    var leavesClockAlone = false
    /// End if the clock can't be controlled.
    var requiresClock = false
    /// The daemon ran before: no step at the start.
    var isRestart = false
    var reloadsSamples = false
    var setsClockFromRealTimeClock = false
    /// After how many seconds to exit.
    var timeout: Double?
    var locksMemory = false
    var schedulingPriority: Int?
    /// Nil or 0 for none. Negative: a forbidden call is signalled instead of failing.
    var systemCallFilter: Int?
}
