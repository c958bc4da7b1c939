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
        let old = configuration
        configuration = old.reloaded(with: parsed.configuration)
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
        reloadDiscipline(old)
        reloadClockRules(old, now: now)
        reloadLeapSeconds(old, now: now)
        if configuration.kernelClock != old.kernelClock {
            clock.setKernelOptions(configuration.kernelClock)
            performCommand(.publish(synchronizer.clockStatus(at: clock.now)))
        }
        if configuration.client.isManual != old.client.isManual {
            manualInput = configuration.client.isManual ? manualInput ?? ManualInput() : nil
        }
        reloadServedTime(old)
        reloadAccess(old, now: now)
        reloadSources(old, now: now)
        publishState()
    }

    private mutating func reloadDiscipline(_ old: Configuration) {
        if configuration.selection != old.selection
            || configuration.clock.maximumUpdateSkewPPM != old.clock.maximumUpdateSkewPPM
            || configuration.clock.correctionTimeRatio != old.clock.correctionTimeRatio
        {
            synchronizer.reconfigure(configuration.algorithm)
        }
        if configuration.selection.authentication != old.selection.authentication {
            synchronizer.setAuthenticationMode(configuration.selection.authentication)
        }
    }

    /// What may be done to the clock, and what it is known to need.
    private mutating func reloadClockRules(_ old: Configuration, now: MonotonicInstant) {
        let (new, old) = (configuration.clock, old.clock)
        // The steps of the start are over; what is allowed at any time isn't.
        if new.makeStep != old.makeStep {
            synchronizer.setStepPolicy(new.makeStep.flatMap { $0.limit < 0 ? $0.policy : nil })
        }
        if new.maximumChange != old.maximumChange { synchronizer.setChangeLimit(new.maximumChange?.limit) }
        synchronizer.setLimits(slewRate: new.maximumSlewRatePPM * 1e-6, frequency: new.maximumFrequency)
        if new.fallbackDrift != old.fallbackDrift { synchronizer.setFallback(new.fallbackDrift?.exponents) }
        if new.driftFile != old.driftFile {
            drift = DriftKeeper(new.driftFile, now: now)
            drift.noteUpdate(now: now)
        }
    }

    private mutating func reloadLeapSeconds(_ old: Configuration, now: MonotonicInstant) {
        let (new, old) = (configuration.leapSeconds, old.leapSeconds)
        if new.mode != old.mode {
            synchronizer.setLeapSecondMode(
                new.mode.deed(hasKernel: clock.isSystem), now: now, date: clock.now)
            if old.mode == .system { withdrawTAIOffset() }
        }
        if new.listFile != old.listFile || new.timeZone != old.timeZone {
            leapSeconds.change(new, now: now)
            readLeapSeconds(now: now)
        }
        publishTAIOffset()
    }

    /// What clients are told that isn't the sources' time.
    private mutating func reloadServedTime(_ old: Configuration) {
        let server = configuration.server
        if server.local != old.server.local { synchronizer.setLocalReference(server.local?.options) }
        guard server.smoothing != old.server.smoothing else { return }
        guard let options = server.smoothing?.options else { return smoother = nil }
        guard smoother == nil else {
            let time = smoothingTime
            smoother?.change(options, at: time)
            return
        }
        smoother = TimeSmoothing(options)
        (smoothedTime, smoothedFrequency) = (synchronizer.monotonic, synchronizer.servedFrequency)
    }

    private mutating func reloadAccess(_ old: Configuration, now: MonotonicInstant) {
        let limit = configuration.server.rateLimit.map { RateLimit($0) }
        timeServer.forEachResponder { $0.rateLimit = limit }
        control.rateLimit = configuration.command.rateLimit.map { RateLimit($0) }
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
        table.refreshInterval = Double(configuration.client.refreshInterval)
        replaceSources(old.sources, with: configuration.sources, origin: .configuration, now: now)
        if configuration.sourceDirectories.isEmpty, !old.sourceDirectories.isEmpty {
            replaceSources(directorySources, with: [], origin: .sourceDirectory, now: now)
            directorySources = []
        }
        reloadSourceDirectories(now: now)
    }
}
