// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPDaemon

@Suite struct `The watch on the clock` {
    private let start = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)

    private func watch() -> ClockWatch {
        ClockWatch(real: start, monotonic: MonotonicInstant(nanoseconds: 0))
    }

    private func step(_ watch: inout ClockWatch, real: Double, monotonic: Double) -> Double? {
        watch.step(
            real: start.advanced(by: real), monotonic: MonotonicInstant(nanoseconds: Int64(monotonic * 1e9)))
    }

    @Test func `says nothing while both clocks go on together`() {
        var watch = watch()
        for second in 1...100 {
            #expect(step(&watch, real: Double(second) * 1.01, monotonic: Double(second)) == nil)
        }
    }

    @Test(arguments: [-36.0, -0.2, 0.2, 3600])
    func `notices a step once, and by how much`(amount: Double) throws {
        var watch = watch()
        let noticed = try #require(step(&watch, real: 16 + amount, monotonic: 16))
        #expect(abs(noticed - amount) < 1e-6)
        #expect(step(&watch, real: 32 + amount, monotonic: 32) == nil)
    }

    @Test func `takes a pause between two readings for no step`() {
        var watch = watch()
        #expect(step(&watch, real: 16, monotonic: 16.05) == nil)
    }
}
