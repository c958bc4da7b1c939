// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore
internal import NTPServer
internal import NTPSystem

/// SIGHUP: the whole configuration is read again, and what has changed in it is put into effect.
extension Daemon {
    /// All of it is read and checked before anything changes: with an error in it, everything stays as it is.
    ///
    /// What hasn't changed in the files is left alone, also where a command has changed it since.
    mutating func reloadConfiguration(now: MonotonicInstant) {
        reopenLogs()
        let parsed = origin.read(in: SystemFiles())
        for diagnostic in parsed.diagnostics { log.warning("\(diagnostic)") }
        guard parsed.errors.isEmpty else {
            let count = parsed.errors.count
            return log.error(
                "Configuration not reloaded, \(count) \(count == 1 ? "error" : "errors"): nothing has changed"
            )
        }
        let contradictions = parsed.configuration.contradictions
        guard contradictions.isEmpty else {
            return log.error(
                "Configuration not reloaded, nothing has changed: \(contradictions.joined(separator: "; "))")
        }
        let old = configuration
        configuration = old.reloaded(with: parsed.configuration)
        for remark in configuration.remarks { log.warning(remark) }
        putIntoEffect(old, now: now)
        let rest = configuration.difference(from: parsed.configuration)
        if !rest.isEmpty {
            log.warning("Changes that take effect at the next start alone: \(rest.joined(separator: ", "))")
        }
        log.info("Configuration reloaded")
    }

    private mutating func putIntoEffect(_ old: Configuration, now: MonotonicInstant) {
        if configuration.logging != old.logging { files = MeasurementLogs(configuration.logging, log: log) }
        sampleKeeper.folder = configuration.process.dumpDirectory
        // The file may say something else under the same name.
        if configuration.process.keyFile != nil || old.process.keyFile != nil { try? rekey() }
        reloadDiscipline(old, now: now)
        reloadAccess(old, now: now)
        reloadSources(old, now: now)
        publishState()
    }

    private mutating func reloadDiscipline(_ old: Configuration, now: MonotonicInstant) {
        if configuration.selection != old.selection
            || configuration.clock.maximumUpdateSkewPPM != old.clock.maximumUpdateSkewPPM
            || configuration.clock.correctionTimeRatio != old.clock.correctionTimeRatio
        {
            synchronizer.reconfigure(configuration.algorithm)
        }
        if configuration.selection.authentication != old.selection.authentication {
            synchronizer.setAuthenticationMode(configuration.selection.authentication)
        }
        // The steps of the start are over; what is allowed at any time isn't.
        if configuration.clock.makeStep != old.clock.makeStep {
            let step = configuration.clock.makeStep.flatMap { $0.limit < 0 ? $0.policy : nil }
            synchronizer.setStepPolicy(step)
        }
        if configuration.clock.driftFile != old.clock.driftFile {
            drift = DriftKeeper(configuration.clock.driftFile, now: now)
            drift.noteUpdate(now: now)
        }
    }

    private mutating func reloadAccess(_ old: Configuration, now: MonotonicInstant) {
        let (access, oldAccess) = (configuration.server.access, old.server.access)
        if access != oldAccess {
            timeServer.replaceAccess(AccessList(access.compactMap(\.rules).joined()))
            if configuration.server.allowsAnybody { try? openPorts() }
        }
        if configuration.command.access != old.command.access {
            control.access = AccessList(configuration.command.access.compactMap(\.rules).joined())
        }
        if configuration.command.openCommands != old.command.openCommands {
            control.open(configuration.command)
        }
        if access != oldAccess || configuration.command.access != old.command.access {
            pendingAccess = PendingAccess(configuration, now: now)
        }
    }

    /// Sources whose lines have stayed keep their samples.
    private mutating func reloadSources(_ old: Configuration, now: MonotonicInstant) {
        replaceSources(old.sources, with: configuration.sources, origin: .configuration, now: now)
        if configuration.sourceDirectories.isEmpty, !old.sourceDirectories.isEmpty {
            replaceSources(directorySources, with: [], origin: .sourceDirectory, now: now)
            directorySources = []
        }
        reloadSourceDirectories(now: now)
    }
}
