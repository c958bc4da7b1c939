// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPDaemon

@Suite struct `A line of a log file` {
    private let date = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)

    /// A source that was asked once and has said nothing yet.
    private func snapshot() throws -> SourceSnapshot {
        var synchronizer = Synchronizer(
            algorithm: KalmanAlgorithm(), options: SynchronizerOptions(), frequency: .zero, date: date)
        let id = synchronizer.add(AssociationOptions(), start: MonotonicInstant(nanoseconds: 0))
        return try #require(synchronizer.report(for: id, at: date))
    }

    @Test func `of selection tells state, options, reach, score and interval`() throws {
        var source = try snapshot()
        source.status = .selected
        source.reach = Reach(bits: 0o377)
        source.effectiveOptions = [.prefer, .require]
        source.sampleAge = 42.28
        #expect(
            SelectionLine(source, address: "203.0.113.15", date: date).text
                == "2027-01-15 08:00:00 203.0.113.15    * -P-R-  377  1.00  4.228e+01  0.000e+00  0.000e+00")
    }

    @Test func `of raw measurements has zeros where nothing could be measured`() throws {
        var source = try snapshot()
        #expect(MeasurementLine(source, address: "203.0.113.15", date: date) == nil)
        var packet = NTPPacket(version: 4, mode: .server)
        packet.leap = .unsynchronized
        packet.rootDelay = NTPShort(roundingUp: 1)
        source.packet = packet
        source.tests = [.valid, .rootDistance]
        #expect(
            MeasurementLine(source, address: "203.0.113.15", date: date)?.text
                == "2027-01-15 08:00:00 203.0.113.15    ?  0 111 101 0000   6  0 0.00  0.000e+00  0.000e+00"
                + "  0.000e+00  1.000e+00  0.000e+00 00000000 4B D D")
    }

    @Test(arguments: [
        (SelectionLine.banner, 87), (MeasurementLine.banner, 136), (StatisticsLine.banner, 116),
        (TrackingLine.banner, 131), (TemperatureLine.banner, 43), (RTCLine.banner, 79),
    ])
    func `stands below a banner of its length`(banner: String, length: Int) {
        #expect(banner.count == length)
    }
}

extension `A line of a log file` {
    @Test func `of the real-time clock stands below its banner`() {
        let date = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)
        var model = RTCModel()
        for number in 0..<4 { model.add(-0.03736, at: date.advanced(by: Double(number) * 15)) }
        let measurement = RTCTracker.Measurement(
            time: date, ahead: -0.03736, foreseen: -0.037434, interval: 120)
        let text = RTCLine(measurement, model).text
        #expect(text.hasPrefix("2027-01-15 08:00:00      -0.037360 1       -0.037434  "), "\(text)")
        #expect(text.hasSuffix("  120") && text.count == 79, "\(text)")
    }
}
