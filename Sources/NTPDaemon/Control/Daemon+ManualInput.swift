// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore
internal import NTPSystem

/// Times that are entered by hand: `manual` and `settime`.
extension Daemon {
    /// Larger offsets are slips of the finger: ten years, in seconds.
    private static let largestManualOffset = 315_576_000.0

    mutating func setManualMode(_ mode: ManualMode) throws(ControlStatus) {
        switch mode {
        case .on: manualInput = manualInput ?? ManualInput()
        case .off: manualInput = nil
        case .reset: manualInput?.removeAll()
        }
        log.info("Manual input \(manualInput == nil ? "disabled" : mode == .reset ? "forgotten" : "enabled")")
    }

    mutating func setTime(_ date: NTPDate) throws(ControlStatus) -> ManualTimestampReport {
        guard var input = manualInput else { throw .notEnabled }
        let now = MonotonicClock.now
        let reading = clock.now
        let offset = date.seconds(since: reading)
        guard offset.magnitude <= Self.largestManualOffset else { throw .invalid }
        let before = synchronizer.restingFrequency
        input.add(offset, at: reading, clock: synchronizer.clockState(at: reading))
        manualInput = input
        log.info("Clock wrong by \(Text.fixed(offset, decimals: 3)) seconds, as entered by a command")
        let frequency = input.frequency(within: largestManualSkew)
        perform(synchronizer.setTime(by: offset, frequency: frequency, now: now, date: reading), now: now)
        publishState()
        var report = ManualTimestampReport()
        report.offset = offset
        report.frequency = synchronizer.restingFrequency
        report.frequencyChange = Frequency(ratio: report.frequency.ratio - before.ratio)
        return report
    }

    func manualSamples() throws(ControlStatus) -> ManualListReport {
        guard let input = manualInput else { return ManualListReport() }
        let state = synchronizer.clockState(at: clock.now)
        let frequency = synchronizer.restingFrequency
        return ManualListReport(
            samples: input.entries.map { entry in
                ManualSample(
                    time: entry.date, offset: input.offset(of: entry, frequency: frequency, clock: state),
                    originalOffset: entry.originalOffset, residual: input.residual(of: entry))
            })
    }

    /// Forgets an entry that was a slip, and corrects the clock by the others.
    mutating func deleteManualSample(at index: Int32) throws(ControlStatus) {
        guard manualInput?.remove(at: Int(index)) == true else { throw .badSample }
        guard let input = manualInput else { return }
        let now = MonotonicClock.now
        let reading = clock.now
        let frequency = input.frequency(within: largestManualSkew)
        let offset = input.offset(
            frequency: frequency ?? synchronizer.restingFrequency, clock: synchronizer.clockState(at: reading)
        )
        guard let offset else { return }
        log.info(
            "Clock wrong by \(Text.fixed(offset, decimals: 3)) seconds, by what is left of what was entered")
        perform(synchronizer.setTime(by: offset, frequency: frequency, now: now, date: reading), now: now)
        publishState()
    }

    /// The largest error that a frequency by entered times may have, in s/s.
    private var largestManualSkew: Double { configuration.clock.maximumUpdateSkewPPM * 1e-6 }
}
