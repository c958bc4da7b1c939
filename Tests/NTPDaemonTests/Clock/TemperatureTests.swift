// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem
import Testing

@testable import NTPDaemon

@Suite struct `Compensation for the temperature` {
    @Test func `follows the polynomial`() throws {
        let curve = try TemperatureCurve(.polynomial(reference: 26_000, k0: 0.5, k1: 0.000183, k2: 1e-9))
        #expect(curve.compensation(at: 26_000) == 0.5)
        #expect((curve.compensation(at: 27_000) - 0.684).magnitude < 1e-12)
    }

    @Test(arguments: [
        (21_500.0, 0.5), (20_000, 1), (22_000, 0.36), (24_000, 0.16), (19_000, 1.36), (26_000, -0.04),
    ])
    func `is interpolated between points, and goes on beyond them`(temperature: Double, expected: Double)
        throws
    {
        let text = "# of our oscillator\n22000 0.36\n\n20000 1.0\n21000 0.64\n24000 0.16\n"
        let curve = TemperatureCurve.points(try TemperatureCurve.points(text, path: "points"))
        #expect((curve.compensation(at: temperature) - expected).magnitude < 1e-12)
    }

    @Test(arguments: [
        ("20000\n", "points:1: expected a temperature and a compensation in ppm, as in \"26000 0.04\""),
        (
            "20000 1\n21000 nan\n",
            "points:2: expected a temperature and a compensation in ppm, as in \"26000 0.04\""
        ),
        ("20000 1\n", "points needs two points or more, each of another temperature"),
        ("20000 1\n20000 2\n", "points needs two points or more, each of another temperature"),
    ])
    func `isn't made up from points that make no curve`(text: String, message: String) {
        let error = #expect(throws: TemperatureError.self) {
            try TemperatureCurve.points(text, path: "points")
        }
        #expect(error?.description == message)
    }

    @Test func `isn't seen in the frequency, and is in the clock`() throws {
        var clock = DaemonClock(nil)
        _ = try clock.setFrequency(Frequency(ppm: 40))
        let change = try clock.compensate(by: Frequency(ppm: 8))
        guard case .frequency(let frequency, _) = change else {
            Issue.record("\(change)")
            return
        }
        #expect((frequency.ppm - 40).magnitude < 1e-9)
        #expect((clock.frequency.ppm - 40).magnitude < 1e-9)
        // By a hundred seconds of the system's clock.
        let stamp = RealtimeClock.now
        let elapsed = clock.date(ofStamp: stamp.advanced(by: 100)).seconds(since: clock.date(ofStamp: stamp))
        #expect((elapsed - 100 * (1 + 40e-6) * (1 + 8e-6)).magnitude < 1e-9, "\(elapsed)")
    }

    @Test func `is said once to be impossible, and done without`() throws {
        let path = "/tmp/ntpd-sensor-\(UInt32.random(in: 0 ... .max))"
        defer { AtomicFile.remove(path) }
        let configuration = TemperatureCompensation(
            sensor: path, interval: 30, curve: .polynomial(reference: 26_000, k0: 0, k1: 0.001, k2: 0))
        let now = MonotonicInstant(nanoseconds: 0)
        var thermometer = try Thermometer(configuration, now: now)
        func read() -> String? {
            switch thermometer.read(now: now) {
            case .temperature(let temperature, let compensation): "\(temperature) \(compensation)"
            case .failure(let text): text
            }
        }
        #expect(read()?.contains("No such file") == true)
        #expect(read() == nil)
        try AtomicFile.write(Array("hot\n".utf8), to: path)
        #expect(read()?.hasSuffix("the first word isn't a number") == true)
        try AtomicFile.write(Array("46000\n".utf8), to: path)
        #expect(read()?.hasSuffix("would be a compensation of 20.000 ppm; expected at most 10") == true)
        try AtomicFile.write(Array("27000\n".utf8), to: path)
        #expect(read() == "27000.0 1.0")
        #expect(thermometer.deadline == MonotonicInstant(nanoseconds: 30_000_000_000))
    }
}
