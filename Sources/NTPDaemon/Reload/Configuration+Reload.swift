// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Configuration {
    /// What holds once this configuration takes another one's place while the daemon runs.
    ///
    /// What was opened, granted or built at the start stays: sockets, users, reference clocks, what is new here and
    /// nobody has thought of. Only what is named below changes.
    func reloaded(with new: Configuration) -> Configuration {
        var result = self
        result.sources = new.sources
        result.sourceDirectories = new.sourceDirectories
        result.selection = new.selection
        result.logging = new.logging
        result.process.keyFile = new.process.keyFile
        result.process.dumpDirectory = new.process.dumpDirectory
        result.client.refreshInterval = new.client.refreshInterval
        result.client.isManual = new.client.isManual
        result.client.minimumSamples = new.client.minimumSamples
        result.client.maximumSamples = new.client.maximumSamples
        result.clock.makeStep = new.clock.makeStep
        result.clock.maximumChange = new.clock.maximumChange
        result.clock.maximumDriftPPM = new.clock.maximumDriftPPM
        result.clock.maximumSlewRatePPM = new.clock.maximumSlewRatePPM
        result.clock.fallbackDrift = new.clock.fallbackDrift
        result.clock.maximumUpdateSkewPPM = new.clock.maximumUpdateSkewPPM
        result.clock.correctionTimeRatio = new.clock.correctionTimeRatio
        result.clock.driftFile = new.clock.driftFile
        result.server.access = new.server.access
        result.server.rateLimit = new.server.rateLimit
        result.server.local = new.server.local
        result.server.smoothing = new.server.smoothing
        result.command.access = new.command.access
        result.command.rateLimit = new.command.rateLimit
        result.command.openCommands = new.command.openCommands
        result.leapSeconds = new.leapSeconds
        result.realTimeClock.isSynchronized = new.realTimeClock.isSynchronized
        // A reference clock or a file of the real-time clock that stays may not go with these.
        if result.isContradictory {
            result.leapSeconds = leapSeconds
            result.realTimeClock.isSynchronized = realTimeClock.isSynchronized
        }
        return result
    }

    /// The names of the directives by which two configurations differ, in the order of `Directive.all`.
    func difference(from other: Configuration) -> [String] {
        Directive.all.filter { $0.print(self) != $0.print(other) }.map(\.name)
    }
}
