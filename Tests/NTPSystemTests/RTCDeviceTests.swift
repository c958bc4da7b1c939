// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPSystem

@Suite struct `The hands of a real-time clock` {
    @Test(arguments: [0, 951_782_399, 951_782_400, 1_800_000_000, 4_102_444_799] as [Int64])
    func `mean the same in both directions`(seconds: Int64) {
        for zone in [RTCDevice.Zone.utc, .local] {
            #expect(RTCReading(seconds, in: zone).seconds(in: zone) == seconds)
        }
    }

    @Test func `are those of the calendar`() {
        let reading = RTCReading(951_782_400, in: .utc)
        #expect([reading.year, reading.month, reading.day, reading.hour] == [2000, 2, 29, 0])
    }

    @Test(arguments: [(0, 1, 1, 0), (2026, 13, 1, 0), (2026, 0, 1, 0), (2026, 1, 32, 0), (2026, 1, 1, 24)])
    func `may stand where no time is`(year: Int32, month: Int32, day: Int32, hour: Int32) {
        let reading = RTCReading(year: year, month: month, day: day, hour: hour, minute: 0, second: 0)
        #expect(reading.seconds(in: .utc) == nil)
    }

    @Test func `aren't there on a machine without one`() {
        let error = #expect(throws: SystemError.self) { try RTCDevice("/nowhere/rtc", zone: .utc) }
        #expect(error?.isNotFound == true)
    }
}
