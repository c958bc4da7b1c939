// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPSystem

@Suite struct `Frequency registers` {
    static let nominal = FrequencyRegisters(tick: 10_000, fine: 0)

    @Test func `hold any frequency within half a unit of the fine register`() {
        var generator = TestGenerator(state: 1)
        var registers = Self.nominal
        var largestError = 0.0
        for _ in 0..<100_000 {
            let wanted = Frequency(ppm: Double.random(in: -100_000...100_000, using: &generator))
            registers = FrequencyRegisters(wanted, current: registers)
            largestError = max(largestError, (registers.frequency.ppm - wanted.ppm).magnitude)
        }
        // Half a unit, and the rounding of the two Doubles.
        #expect(largestError <= 0x1p-17 + 1e-10)
    }

    @Test func `stay within what the kernel takes without clamping`() {
        var generator = TestGenerator(state: 4)
        var registers = Self.nominal
        var ticks = registers.tick...registers.tick
        var largestFine: UInt64 = 0
        for _ in 0..<100_000 {
            let wanted = Frequency(ppm: Double.random(in: -110_000...110_000, using: &generator))
            registers = FrequencyRegisters(wanted, current: registers)
            ticks = min(ticks.lowerBound, registers.tick)...max(ticks.upperBound, registers.tick)
            largestFine = max(largestFine, registers.fine.magnitude)
        }
        #expect(ticks == FrequencyRegisters.tickRange)
        #expect(largestFine <= 400 * 65_536)
    }

    @Test func `that no kernel can hold are told from those that another program has set`() {
        #expect([9_000, 10_000, 11_000].allSatisfy { FrequencyRegisters(tick: $0, fine: 0).canBeHeld })
        #expect(![0, 8_999, 11_001].contains { FrequencyRegisters(tick: $0, fine: 0).canBeHeld })
    }

    @Test(arguments: [0, 37.5, -37.5, 399.9, -399.9])
    func `leave the tick alone for what an oscillator needs`(ppm: Double) {
        #expect(FrequencyRegisters(Frequency(ppm: ppm), current: Self.nominal).tick == 10_000)
    }

    @Test func `don't move the tick back and forth at a limit`() {
        var generator = TestGenerator(state: 2)
        var unsteady: [Double] = []
        for limit in stride(from: -99_950.0, through: 99_950, by: 50) {
            var registers = FrequencyRegisters(Frequency(ppm: limit), current: Self.nominal)
            registers = FrequencyRegisters(Frequency(ppm: limit + 10), current: registers)
            var moves = 0
            for _ in 0..<20 {
                let wanted = Frequency(ppm: limit + Double.random(in: -10...10, using: &generator))
                let next = FrequencyRegisters(wanted, current: registers)
                if next.tick != registers.tick { moves += 1 }
                registers = next
            }
            if moves > 1 { unsteady.append(limit) }
        }
        #expect(unsteady.isEmpty, "in ppm")
    }

    @Test func `keep the tick on small changes around one that moved it`() {
        let moved = FrequencyRegisters(Frequency(ppm: 5_049), current: Self.nominal)
        let ticks = stride(from: 4_700.0, through: 5_350, by: 1).map {
            FrequencyRegisters(Frequency(ppm: $0), current: moved).tick
        }
        #expect(Set(ticks) == [moved.tick])
    }

    @Test(arguments: [(1e9, 100_000.0), (-1e9, -100_000), (.infinity, 0), (.nan, 0)])
    func `take the nearest frequency in range, and none for what is no number`(ppm: Double, expected: Double)
    {
        let registers = FrequencyRegisters(Frequency(ppm: ppm), current: Self.nominal)
        #expect((registers.frequency.ppm - expected).magnitude < 1e-9)
    }

    @Test(arguments: [0, 1, 8_999, 11_001, 1_000_000] as [Int64])
    func `recover from a tick that the kernel wouldn't take`(tick: Int64) {
        let registers = FrequencyRegisters(.zero, current: FrequencyRegisters(tick: tick, fine: 0))
        #expect(registers == Self.nominal)
    }
}
