// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

/// The two registers that make up the kernel clock's frequency.
///
/// The clock advances by `tick` µs each 1/100 s, and by `fine` · 2⁻¹⁶ ppm on top. The fine register alone
/// has every frequency that an oscillator needs; the tick is for the large corrections of a fast slew.
struct FrequencyRegisters: Hashable, Sendable {
    /// In µs per 1/USER_HZ s, which is 1/100 s on every machine that Linux still runs on.
    var tick: Int64
    /// In 2⁻¹⁶ ppm.
    var fine: Int64

    static let nominalTick: Int64 = 10_000
    /// The kernel takes ticks within a tenth of the nominal one.
    static let tickRange = nominalTick * 9 / 10...nominalTick * 11 / 10
    /// One tick more or less, in ppm.
    private static let ppmPerTick = 1e6 / Double(nominalTick)
    /// Beyond this the tick moves. The kernel clamps at 500 ppm without a word; this keeps well away from it.
    private static let largestFinePPM = 400.0
    private static let finePerPPM = 65_536.0

    /// What the clock can be set to with the fine register at zero at both ends.
    static let range = Frequency(ppm: -100_000)...Frequency(ppm: 100_000)

    init(tick: Int64, fine: Int64) {
        self.tick = tick
        self.fine = fine
    }

    /// The registers for the nearest frequency that the clock can be set to.
    ///
    /// The tick stays at what it is as long as the fine register can hold the rest, so that a frequency that
    /// wanders about a limit doesn't move both back and forth. Not finite: `current`.
    init(_ frequency: Frequency, current: FrequencyRegisters) {
        guard frequency.ratio.isFinite else {
            self = current
            return
        }
        let ppm = min(max(frequency.ppm, Self.range.lowerBound.ppm), Self.range.upperBound.ppm)
        tick = current.tick
        var rest = ppm - Double(tick - Self.nominalTick) * Self.ppmPerTick
        if rest.magnitude > Self.largestFinePPM || !Self.tickRange.contains(tick) {
            tick = Self.nominalTick + Int64((ppm / Self.ppmPerTick).rounded())
            rest = ppm - Double(tick - Self.nominalTick) * Self.ppmPerTick
        }
        fine = Int64((rest * Self.finePerPPM).rounded())
    }

    /// Whether a kernel can hold them. Otherwise they aren't a kernel's answer, but that of a sandbox before it which
    /// lets the calls succeed and do nothing.
    var canBeHeld: Bool { Self.tickRange.contains(tick) }

    /// The frequency that they stand for.
    var frequency: Frequency {
        Frequency(ppm: Double(tick - Self.nominalTick) * Self.ppmPerTick + Double(fine) / Self.finePerPPM)
    }
}
