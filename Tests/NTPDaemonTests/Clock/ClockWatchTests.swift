// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem
import Testing

@testable import NTPDaemon

@Suite struct `The watch on the clock` {
    /// Looks at clocks that are slewed together, both gaining a hundredth; each reading takes 50 ns or a pause.
    private struct Clocks {
        var elapsed = 0.0
        var moved = 0.0

        private var monotonic: MonotonicInstant {
            MonotonicInstant(nanoseconds: Int64(elapsed * 1.01e9))
        }

        mutating func look(at time: Double, pauses: (Double, Double) = (50e-9, 50e-9)) -> ClockPair {
            elapsed = time
            let earliest = monotonic
            elapsed += pauses.0
            let real = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)
                .advanced(by: elapsed * 1.01 + moved)
            elapsed += pauses.1
            return ClockPair(real: real, earliest: earliest, latest: monotonic)
        }
    }

    @Test func `survives a monotonic clock that isn't`() {
        let start = MonotonicInstant(nanoseconds: 1_000_000_000)
        let date = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)
        var watch = ClockWatch(ClockPair(real: date, earliest: start, latest: start.advanced(by: -1.0)))
        _ = watch.step(ClockPair(real: date, earliest: start, latest: start.advanced(by: -2.0)))
    }

    @Test func `says nothing while both clocks go on together`() {
        var clocks = Clocks()
        var watch = ClockWatch(clocks.look(at: 0))
        for second in 1...10_000 {
            #expect(watch.step(clocks.look(at: Double(second))) == nil)
        }
    }

    @Test(arguments: [-36.0, -0.0232, 0.2, 3600, 2e-6, -2e-6])
    func `notices a step once, and by how much`(amount: Double) throws {
        var clocks = Clocks()
        var watch = ClockWatch(clocks.look(at: 0))
        #expect(watch.step(clocks.look(at: 1)) == nil)
        clocks.moved = amount
        let step = watch.step(clocks.look(at: 16))
        let noticed = try #require(step)
        #expect(abs(noticed - amount) < 200e-9)
        #expect(watch.step(clocks.look(at: 32)) == nil)
    }

    @Test(arguments: [(0.05, 0.0), (0.0, 0.05), (2.0, 1.0)])
    func `takes a pause between two readings for no step`(pauses: (Double, Double)) {
        var clocks = Clocks()
        var watch = ClockWatch(clocks.look(at: 0, pauses: pauses))
        for second in 1...20 {
            #expect(watch.step(clocks.look(at: Double(8 * second), pauses: pauses)) == nil)
            #expect(watch.step(clocks.look(at: Double(8 * second + 4))) == nil)
        }
    }

    @Test func `finds at the next look what a pause has hidden`() throws {
        var clocks = Clocks()
        var watch = ClockWatch(clocks.look(at: 0))
        clocks.moved = 0.02
        #expect(watch.step(clocks.look(at: 8, pauses: (0.05, 0.05))) == nil)
        let step = watch.step(clocks.look(at: 16))
        let noticed = try #require(step)
        #expect(abs(noticed - 0.02) < 200e-9)
    }

    @Test func `agrees with the clocks of this machine`() {
        var watch = ClockWatch(.now)
        for _ in 0..<10_000 {
            #expect(watch.step(.now) == nil)
        }
    }
}
