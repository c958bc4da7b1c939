// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import Glibc
internal import NTPCore
internal import NTPSystem

extension Startup {
    /// Takes control of the system's clock where that is wanted and granted; says once which way it went.
    ///
    /// - Returns: Nil when the clock is left alone.
    /// - Throws: When the clock is to be controlled in any case and can't be (`-q`, CLOCK_CONTROL=on).
    func takeClock() throws(StartupError) -> KernelClock? {
        guard !options.leavesClockAlone, options.task != .measureOnce else {
            if options.leavesClockAlone {
                log.info(
                    "Disabled control of system clock, as told: measuring and serving corrected time only")
            }
            return nil
        }
        do throws(SystemError) {
            var clock = try KernelClock(options: configuration.kernelClock)
            try clock.takeControl()
            return clock
        } catch {
            guard options.task != .setOnce, !options.requiresClock else { throw .clock(error) }
            log.warning(
                "Disabled control of system clock (\(error)): measuring and serving corrected time only; "
                    + "grant CAP_SYS_TIME to change that")
            return nil
        }
    }

    /// Nil where the temperature isn't to be compensated for.
    ///
    /// - Throws: When the file of points can't be used. A sensor may come up later.
    func makeThermometer() throws(StartupError) -> Thermometer? {
        guard options.task == .follow, let configuration = configuration.clock.temperatureCompensation else {
            return nil
        }
        do {
            return try Thermometer(configuration, now: MonotonicClock.now)
        } catch {
            throw .processFile("tempcomp: \(error)")
        }
    }

    /// Opens what other processes learn from how wrong the clock can be. Nothing of it is needed for keeping the time.
    func openBoundFile() -> BoundPublisher? {
        guard options.task == .follow, let file = configuration.clock.boundFile else { return nil }
        makeFolder(of: file.path)
        do throws(SystemError) {
            let publisher = try BoundPublisher(file, now: MonotonicClock.now)
            let vmclock = publisher.hasVMClock ? "watching \(file.vmclock)" : "without a VMClock"
            log.info("Telling the bound on the clock's error in \(file.path), \(vmclock)")
            return publisher
        } catch {
            log.error("The bound on the clock's error isn't told: \(error)")
            return nil
        }
    }

    /// Makes the last folder of a path for everybody to read from, if it isn't there; what fails shows later.
    private func makeFolder(of path: String) {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
        let folder = String(path[..<slash])
        guard FileStatus(folder) == nil else { return }
        try? Folder.create(folder, permissions: 0o755, user: geteuid(), group: getegid())
    }

    /// What the oscillator needed when the daemon last ran; nil when that isn't known.
    func readDrift() -> (frequency: Frequency, skew: Double)? {
        guard let path = configuration.clock.driftFile?.path else { return nil }
        do {
            guard let drift = try DriftFile(path: path).read() else { return nil }
            log.info(
                "Frequency \(Text.fixed(-drift.frequency.ppm, decimals: 3)) +/- "
                    + "\(Text.fixed(drift.skew * 1e6, decimals: 3)) ppm read from \(path)")
            return drift
        } catch {
            log.warning("\(error)")
            return nil
        }
    }
}
