// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem
import Testing

@testable import NTPDaemon

@Suite struct `A network card's timestamp` {
    private static let start = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)
    /// The card's clock is an hour ahead, and twice as fast.
    private static let line = HardwareTimeline(
        hardware: start.advanced(by: 3600), local: start, rate: 0.5, bound: 1e-6, growth: 1e-6)

    private static func converter(_ change: (inout StampConverter.Card) -> Void = { _ in }) -> StampConverter
    {
        let converter = StampConverter()
        var card = StampConverter.Card(timeline: line)
        change(&card)
        converter.publish(card, of: 2)
        return converter
    }

    /// Of so many seconds after the start by the local clock.
    private static func stamp(
        at seconds: Double, interface: UInt32 = 2, length: UInt32 = 0
    ) -> HardwareStamp {
        let time = start.advanced(by: 3600 + seconds * 2)
        return HardwareStamp(time: time, interface: interface, length: length)
    }

    private static func seconds(_ date: NTPDate) -> Double { date.seconds(since: start) }

    @Test func `is told by the system's clock`() throws {
        let sent = try Self.converter().date(ofSent: Self.stamp(at: 1), near: Self.start.advanced(by: 0.9999))
        #expect((Self.seconds(sent) - 1).magnitude < 1e-9)
        let received = try Self.converter()
            .date(ofReceived: Self.stamp(at: 1), near: Self.start.advanced(by: 1.0001))
        #expect((Self.seconds(received) - 1).magnitude < 1e-9)
    }

    @Test func `of a received packet is moved to its last bit, as far as its length and the speed are known`()
        throws
    {
        // 90 bytes and 4 of checksum at a gigabit per second.
        let converter = Self.converter { $0.speed = 1e9 }
        let near = Self.start.advanced(by: 1.0001)
        let date = try converter.date(ofReceived: Self.stamp(at: 1, length: 90), near: near)
        #expect((Self.seconds(date) - 1 - 752e-9).magnitude < 1e-12, "\(Self.seconds(date))")
        let unknown = try converter.date(ofReceived: Self.stamp(at: 1), near: near)
        #expect((Self.seconds(unknown) - 1).magnitude < 1e-12)
    }

    @Test func `is compensated for by txcomp and rxcomp`() throws {
        let converter = Self.converter {
            $0.transmitCompensation = 300e-9
            $0.receiveCompensation = 645e-9
        }
        let sent = try converter.date(ofSent: Self.stamp(at: 1), near: Self.start.advanced(by: 1))
        #expect((Self.seconds(sent) - 1 - 300e-9).magnitude < 1e-12)
        let left = try converter.date(ofDeparture: Self.stamp(at: 1), seen: Self.start.advanced(by: 1))
        #expect(left == sent)
        let received = try converter.date(ofReceived: Self.stamp(at: 1), near: Self.start.advanced(by: 1))
        #expect((Self.seconds(received) - 1 + 645e-9).magnitude < 1e-12)
    }

    @Test(arguments: [-0.06, 0.001])
    func `of a reception that isn't shortly before the kernel's is refused`(error: Double) {
        #expect(throws: StampConverter.Refusal.self) {
            try Self.converter()
                .date(ofReceived: Self.stamp(at: 1 + error), near: Self.start.advanced(by: 1))
        }
    }

    @Test(arguments: [-0.001, 0.06])
    func `of a departure that isn't shortly after the kernel's is refused`(error: Double) {
        #expect(throws: StampConverter.Refusal.self) {
            try Self.converter().date(ofSent: Self.stamp(at: 1 + error), near: Self.start.advanced(by: 1))
        }
    }

    @Test func `of a card whose clock isn't known is refused, and says why`() {
        let converter = Self.converter { $0.timeline = nil }
        #expect(throws: StampConverter.Refusal.untracked) {
            try converter.date(ofSent: Self.stamp(at: 1), near: Self.start)
        }
        #expect(throws: StampConverter.Refusal.unknownInterface(7)) {
            try converter.date(ofSent: Self.stamp(at: 1, interface: 7), near: Self.start)
        }
        #expect(!converter.mayStamp(on: 2))
        #expect(!converter.mayStamp(on: nil))
    }

    // The timestamps of a request.

    private static func transmitted(_ seconds: Double, _ sequence: UInt32, interface: UInt32 = 2)
        -> TransmitTimestamp
    {
        TransmitTimestamp(time: start.advanced(by: seconds), sequence: sequence, interface: interface)
    }

    private static func transmittedByCard(_ seconds: Double, _ sequence: UInt32) -> TransmitTimestamp {
        let time = stamp(at: seconds).time
        return TransmitTimestamp(time: time, sequence: sequence, interface: 2, isByHardware: true)
    }

    @Test func `takes the place of the kernel's, and is waited for once`() throws {
        let converter = Self.converter()
        var stamps = RequestStamps()
        stamps.begin(sent: Self.start)
        let byKernel = try stamps.take(Self.transmitted(1e-5, 0), converter)
        #expect(byKernel == Self.start.advanced(by: 1e-5))
        let waits = (stamps.shouldWait(for: converter), stamps.shouldWait(for: converter))
        #expect(waits == (true, false))
        let byCard = try stamps.take(Self.transmittedByCard(2e-5, 0), converter)
        let date = try #require(byCard)
        #expect((Self.seconds(date) - 2e-5).magnitude < 1e-9)
        #expect(stamps.isComplete)
        let worse = try stamps.take(Self.transmitted(1e-5, 0), converter)
        #expect(worse == nil)
    }

    @Test func `isn't waited for on an interface without hwtimestamp`() throws {
        let converter = Self.converter()
        var stamps = RequestStamps()
        _ = try stamps.take(Self.transmitted(0, 0, interface: 1), converter)
        let waits = stamps.shouldWait(for: converter)
        #expect(!waits)
    }

    @Test func `of the packet before is none of this one`() throws {
        var stamps = RequestStamps()
        stamps.begin(sent: Self.start.advanced(by: 5))
        // Before the kernel's timestamp its time gives it away, after it its number.
        #expect(throws: StampConverter.Refusal.self) {
            try stamps.take(Self.transmittedByCard(1, 3), Self.converter())
        }
        stamps.begin(sent: Self.start.advanced(by: 5))
        _ = try stamps.take(Self.transmitted(5, 4), Self.converter())
        let late = try stamps.take(Self.transmittedByCard(5.00001, 3), Self.converter())
        #expect(late == nil)
        #expect(!stamps.isComplete)
    }
}
