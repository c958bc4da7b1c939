// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// What is done about others who move the system's clock, or have it run otherwise.
extension Daemon {
    /// How often the clock is looked at while nothing else happens, in seconds: for so long the kernel, and what reads
    /// it, can be told an error that isn't true any more. A change of the frequency makes no noise in the kernel.
    static let watchInterval = 1.0
    /// For how long a program that goes on to interfere isn't named again, in seconds.
    private static let silence = 3600.0

    /// Starts anew when the clock isn't what it was: nothing that was measured by it holds any more.
    ///
    /// Before anything else in a round of the loop, so that nothing is told or measured by a clock that was moved.
    mutating func watchClock(now: MonotonicInstant) {
        if let step = clockWatch.step(.now) { noteStep(by: step, now: now) }
        guard clock.isSystem, watchDeadline <= now else { return }
        watchDeadline = now.advanced(by: Self.watchInterval)
        do {
            if let found = try clock.takeControlBack() { noteInterference(found, now: now) }
        } catch {
            log.error("\(error)")
        }
    }

    private mutating func noteStep(by step: Double, now: MonotonicInstant) {
        guard !takeKernelsLeapSecond(step, now: now) else { return }
        log.warning(
            "System clock was moved by \(Text.fixed(step, decimals: 6)) seconds, by another program or "
                + "while the machine slept; measuring anew")
        measureAnew(now: now)
    }

    /// Since when the clock ran otherwise is known to a second only.
    private mutating func noteInterference(_ found: Frequency, now: MonotonicInstant) {
        if interferenceTold.map({ now.seconds(since: $0) >= Self.silence }) ?? true {
            interferenceTold = now
            log.warning(
                "Another program slews the system clock, or has set its frequency "
                    + "(\(Text.fixed(found.ppm, decimals: 3)) ppm); set back, measuring anew")
        }
        measureAnew(now: now)
    }

    /// Forgets what was measured by a clock that is no more, tells so, and asks all sources at once.
    mutating func measureAnew(now: MonotonicInstant) {
        synchronizer.clockChanged(.unknownStep(to: clock.now))
        resetSmoothing()
        measureHardwareClocksAnew()
        performCommand(.publish(synchronizer.clockStatus(at: clock.now)))
        manualInput?.removeAll()
        for id in synchronizer.sourceIDs where synchronizer.report(for: id, at: clock.now)?.isOnline == true {
            synchronizer.setOnline(false, id, now: now)
            synchronizer.setOnline(true, id, now: now)
        }
        publishState()
        publishBound(now: now)
    }
}
