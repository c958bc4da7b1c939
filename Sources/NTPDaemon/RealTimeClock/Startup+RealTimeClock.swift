// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

extension Startup {
    /// The real-time clock, opened while that is still allowed; nil where it is of no use, or there is none.
    func openRealTimeClock() -> RTCDevice? {
        let rtc = configuration.realTimeClock
        guard options.task == .follow, rtc.file != nil || options.setsClockFromRealTimeClock else {
            return nil
        }
        let text = try? FileReader.contents(of: rtc.hwclockFile ?? "/etc/adjtime")
        let known = text.flatMap {
            RealTimeClockConfiguration.keepsUTC(adjtime: String(decoding: $0, as: UTF8.self))
        }
        do {
            return try RTCDevice(rtc.device, zone: known ?? rtc.isUTC ? .utc : .local)
        } catch {
            log.warning("Real-time clock not used: \(error)")
            return nil
        }
    }

    /// Sets the system's clock before anything is measured by it (-s).
    func setClock(_ clock: inout KernelClock?, from device: RTCDevice?) {
        guard options.setsClockFromRealTimeClock, options.task == .follow else { return }
        guard clock != nil else {
            return log.warning("-s has no effect: the system clock isn't controlled")
        }
        let reading = device.flatMap(reading)
        let written = configuration.clock.driftFile.flatMap { FileStatus($0.path)?.modified }
        let now = RealtimeClock.now
        guard
            let start = RTCStart.time(
                reading: reading, coefficients: realTimeClockCoefficients(), driftFile: written, now: now)
        else { return log.warning("-s has no effect: there is neither a real-time clock nor a drift file") }
        let offset = start.time.seconds(since: now)
        do {
            _ = try clock?.step(by: NTPDuration(saturating: offset))
            log.info(
                "System clock set from \(start.origin.rawValue), by \(Text.fixed(offset, decimals: 3)) seconds"
            )
        } catch {
            log.warning("System clock not set from \(start.origin.rawValue): \(error)")
        }
    }

    /// What it shows right after a tick, or without ticks somewhere in a second.
    private func reading(_ device: RTCDevice) -> NTPDate? {
        do {
            try device.setTicking(true)
            defer { try? device.setTicking(false) }
            let hasTicked = try device.waitForTick()
            guard let seconds = try device.read() else { return nil }
            return NTPDate(unixSeconds: seconds, nanoseconds: hasTicked ? 0 : 500_000_000)
        } catch {
            guard let seconds = try? device.read() else { return nil }
            return NTPDate(unixSeconds: seconds, nanoseconds: 500_000_000)
        }
    }

    private func realTimeClockCoefficients() -> RTCCoefficients? {
        guard let path = configuration.realTimeClock.file else { return nil }
        do {
            return try RTCFile(path: path).read()
        } catch {
            log.warning("\(error)")
            return nil
        }
    }

    func trackRealTimeClock(_ device: RTCDevice?, now: MonotonicInstant) -> RTCTracker? {
        guard let device, let path = configuration.realTimeClock.file else { return nil }
        return RTCTracker(
            device, file: RTCFile(path: path), trimThreshold: configuration.realTimeClock.trimThreshold,
            now: now)
    }
}
