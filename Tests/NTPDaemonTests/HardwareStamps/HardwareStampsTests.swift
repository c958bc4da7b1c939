// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem
import Testing

@testable import NTPDaemon

@Suite struct `hwtimestamp` {
    private static let start = MonotonicInstant(nanoseconds: 0)

    private func open(_ text: String, _ cards: FakeCards) -> HardwareStamps.Opening {
        HardwareStamps.open(parse(text).configuration.timestamping, cards, now: Self.start)
    }

    @Test func `switches on the card that it names`() {
        let cards = FakeCards(["eth0": .good, "eth1": .good])
        let opening = open("hwtimestamp eth1", cards)
        #expect(opening.stamps?.cards.map(\.interface.name) == ["eth1"])
        #expect(
            opening.successes == [
                "Enabled HW timestamping on eth1: of sent packets and of received NTP packets, by /dev/ptp0"
            ])
        #expect(cards.enabled == ["eth1: ntp"])
    }

    @Test func `takes a pattern for those that can, and a name before it`() {
        let cards = FakeCards(["eth0": .good, "lo": .incapable, "eth1": .good, "wlan0": .good])
        let opening = open("hwtimestamp eth*\nhwtimestamp eth1 txcomp 1e-6\nhwtimestamp *", cards)
        #expect(opening.stamps?.cards.map(\.interface.name) == ["eth0", "eth1", "wlan0"])
        #expect(opening.stamps?.cards.map(\.options.transmitCompensation) == [0, 1e-6, 0])
        #expect(opening.failures == [])
    }

    @Test(arguments: [
        ("hwtimestamp lo", "No hardware timestamps on lo: its card makes none, or has no clock"),
        ("hwtimestamp eth7", "No hardware timestamps on eth7: no such interface"),
        ("hwtimestamp l*", "No hardware timestamps: no interface has a card that makes any"),
    ])
    func `says in one line what isn't to be had, and goes on`(text: String, line: String) {
        let opening = open(text, FakeCards(["lo": .incapable]))
        #expect(opening.failures == [line])
        #expect(opening.stamps == nil)
    }

    @Test(arguments: ["eth0", "*"])
    func `without CAP_NET_ADMIN says so, also of a pattern`(name: String) {
        let opening = open("hwtimestamp \(name)", FakeCards(["eth0": .forbidden]))
        #expect(opening.stamps == nil)
        #expect(opening.failures.count == 1)
        #expect(opening.failures.first?.contains("Operation not permitted (grant CAP_NET_ADMIN") == true)
    }

    @Test func `uses what somebody else has switched on, and leaves it`() {
        let cards = FakeCards(["eth0": .forbidden])
        cards.current = Stamping(stampsSent: true, filter: .all)
        #expect(open("hwtimestamp eth0", cards).stamps != nil)
        #expect(cards.enabled == [])
    }

    @Test(arguments: [
        FilterChoice("", [.ntp, .all, .ptp], "ntp"), FilterChoice("", [.all, .ptp], "all"),
        FilterChoice("", [.ptp], "none"), FilterChoice("rxfilter all", [.ntp, .all], "all"),
        FilterChoice("rxfilter ntp", [.all], "none"), FilterChoice("rxfilter ptp", [.ptp, .all], "ptp"),
        FilterChoice("rxfilter none", [.ntp, .all], "none"),
    ])
    fileprivate func `chooses the most specific filter for NTP, or the one asked for`(choice: FilterChoice) {
        let cards = FakeCards(["eth0": .good])
        cards.filters = choice.filters
        #expect(open("hwtimestamp eth0 \(choice.option)", cards).stamps != nil)
        #expect(cards.enabled == ["eth0: \(choice.chosen)"])
    }

    @Test func `stamps what is sent where the driver refuses to stamp what is received`() {
        let cards = FakeCards(["eth0": .transmitOnly])
        #expect(open("hwtimestamp eth0", cards).stamps != nil)
        #expect(cards.enabled == ["eth0: none"])
    }

    @Test func `has the clock read every second or two, and in haste at first`() throws {
        let cards = FakeCards(["eth0": .good])
        var stamps = try #require(open("hwtimestamp eth0", cards).stamps)
        var readings: [Double] = []
        while let deadline = stamps.deadline, readings.count < 60 {
            readings.append(deadline.seconds(since: Self.start))
            cards.clock.now = readings[readings.count - 1]
            let said = stamps.read(now: deadline) { FreeRunningTime(bits: $0.bits) }
            #expect(said == [])
        }
        // To the millisecond: the sums are rounded.
        let gaps = zip(readings, readings.dropFirst()).map { (($1 - $0) * 1000).rounded() / 1000 }
        #expect(Array(gaps.prefix(3)) == [0.25, 0.25, 0.25])
        #expect(gaps.dropFirst(3).allSatisfy { 1...2 ~= $0 }, "\(gaps)")
        #expect(gaps.last == 2)
    }

    @Test func `keeps to minpoll, maxpoll and maxsamples`() throws {
        let cards = FakeCards(["eth0": .good])
        var stamps = try #require(open("hwtimestamp eth0 minpoll -3 maxpoll -1 maxsamples 5", cards).stamps)
        var last = Self.start
        var longest = 0.0
        for _ in 0..<40 {
            let deadline = try #require(stamps.deadline)
            longest = max(longest, deadline.seconds(since: last))
            last = deadline
            cards.clock.now = deadline.seconds(since: Self.start)
            _ = stamps.read(now: deadline) { FreeRunningTime(bits: $0.bits) }
        }
        #expect(longest == 0.5)
        #expect(stamps.cards.first?.tracker.count == 5)
    }

    @Test func `converts nothing while the clock can't be read, says so once, and goes on`() throws {
        let cards = FakeCards(["eth0": .good])
        var stamps = try #require(open("hwtimestamp eth0", cards).stamps)
        var said: [String] = []
        func round() {
            let deadline = stamps.deadline ?? Self.start
            cards.clock.now = deadline.seconds(since: Self.start)
            said += stamps.read(now: deadline) { FreeRunningTime(bits: $0.bits) }
            stamps.publish(at: cards.clock.date) { FreeRunningTime(bits: $0.bits) }
        }
        for _ in 0..<4 { round() }
        #expect(stamps.converter.mayStamp(on: 1))
        cards.clock.isBroken = true
        for _ in 0..<4 { round() }
        #expect(!stamps.converter.mayStamp(on: 1))
        #expect(said.count == 1)
        cards.clock.isBroken = false
        for _ in 0..<4 { round() }
        #expect(stamps.converter.mayStamp(on: 1))
        cards.clock.ahead += 1
        round()
        #expect(said.last?.contains("was moved by 1.000000 seconds") == true, "\(said)")
        #expect(!stamps.converter.mayStamp(on: 1))
    }
}

private struct FilterChoice: Sendable {
    var option: String
    var filters: Set<ReceiveFilter>
    var chosen: String

    init(_ option: String, _ filters: Set<ReceiveFilter>, _ chosen: String) {
        (self.option, self.filters, self.chosen) = (option, filters, chosen)
    }
}

/// Network cards whose drivers do what the test says.
private final class FakeCards: CardPort {
    enum Kind { case good, incapable, forbidden, transmitOnly }

    let kinds: [(name: String, kind: Kind)]
    var filters: Set<ReceiveFilter> = [.ntp, .all, .none]
    var current = Stamping(stampsSent: false, filter: .none)
    private(set) var enabled: [String] = []
    let clock = FakeClock()

    init(_ kinds: KeyValuePairs<String, Kind>) { self.kinds = kinds.map { ($0.key, $0.value) } }

    var interfaces: [NetworkInterface] {
        kinds.enumerated().map { NetworkInterface(name: $1.name, index: UInt32($0 + 1)) }
    }

    private func kind(of interface: NetworkInterface) -> Kind { kinds[Int(interface.index) - 1].kind }

    func abilities(of interface: NetworkInterface) throws(SystemError) -> StampingAbilities {
        guard kind(of: interface) != .incapable else {
            return StampingAbilities(stampsSent: false, filters: [], clockPath: nil)
        }
        return StampingAbilities(stampsSent: true, filters: filters, clockPath: "/dev/ptp0")
    }

    func stamping(of interface: NetworkInterface) throws(SystemError) -> Stamping { current }

    func enableStamping(
        _ filter: ReceiveFilter, on interface: NetworkInterface
    ) throws(SystemError) -> Stamping {
        switch kind(of: interface) {
        case .forbidden:
            throw SystemError(code: 1, operation: "switch", remedy: "grant CAP_NET_ADMIN")
        case .transmitOnly where filter != .none:
            throw SystemError(code: 34, operation: "switch")
        default:
            enabled.append("\(interface.name): \(filter)")
            return Stamping(stampsSent: true, filter: filter)
        }
    }

    func openClock(_ path: String, readsCrosswise: Bool) throws(SystemError) -> any HardwareClockPort {
        clock
    }

    func speed(of interface: NetworkInterface) -> Double? { 1e9 }
}

private final class FakeClock: HardwareClockPort {
    var now = 0.0
    var ahead = 0.0
    var isBroken = false
    private var noise = 5.0

    var date: NTPDate { NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0).advanced(by: now) }

    func readBetween() throws(SystemError) -> HardwareClockReading {
        guard !isBroken else { throw SystemError(code: 5, operation: "read a hardware clock") }
        // Some noise, as any clock has: residuals that are all zero look like a run.
        noise = (noise * 7 + 3).truncatingRemainder(dividingBy: 11)
        let clock = date.advanced(by: ahead + noise * 1e-9)
        return HardwareClockReading(before: date, clock: clock, after: date)
    }
}
