// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

extension Daemon {
    /// Has the clock run by what the temperature does to its oscillator.
    ///
    /// What is disciplined is the oscillator with the compensation: the estimates don't notice it but by being better.
    mutating func compensateTemperature(now: MonotonicInstant) {
        switch thermometer?.read(now: now) {
        case .temperature(let temperature, let compensationPPM):
            do {
                let compensation = Frequency(ppm: compensationPPM)
                synchronizer.clockChanged(try clock.compensate(by: compensation))
                synchronizer.compensationChanged(to: compensation)
                publishTime()
                files.note(temperature: temperature, compensationPPM: compensationPPM, date: clock.now)
            } catch {
                log.error("\(error)")
            }
        case .failure(let text?): log.warning(text)
        case .failure(nil), nil: break
        }
    }
}
