// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// By how much the local oscillator has fallen behind the standard beside it, beyond the constant rate it had to it at
/// first.
///
/// Estimators see sources without it: as a clock would that is as steady as the standard.
struct StandardDrift: Hashable, Sendable {
    private var time = FreeRunningTime(bits: 0)
    private var offset = 0.0
    /// The rate at which it grows, in s/s.
    private(set) var frequency = 0.0

    /// In seconds.
    func offset(at time: FreeRunningTime) -> Double {
        offset + frequency * time.seconds(since: self.time)
    }

    /// At a time, it turns out to be greater by so many seconds than thought, and to grow faster.
    mutating func corrected(by offset: Double, frequency change: Double, at time: FreeRunningTime) {
        self.offset = self.offset(at: time) + offset
        self.time = time
        frequency += change
    }

    mutating func stepped(by offset: NTPDuration) {
        time = time + offset
    }
}
