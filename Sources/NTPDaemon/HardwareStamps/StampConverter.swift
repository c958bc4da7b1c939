// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem
internal import Synchronization

/// Tells the timestamps of network cards by the system's clock, for the main loop and the threads that serve.
///
/// A card's timestamp is believed only near the one that was taken without the card: what its clock says may be of
/// another packet, or of a moment before somebody set it.
final class StampConverter: Sendable {
    /// What is known of a card's clock, and of the way between the card and the wire.
    struct Card: Hashable, Sendable {
        /// By the system's clock; nil while that isn't known.
        var timeline: HardwareTimeline?
        /// In seconds: from the stamp to the departure, and from the arrival to the stamp.
        var transmitCompensation = 0.0
        var receiveCompensation = 0.0
        /// In bits per second; nil where that isn't known.
        var speed: Double?
    }

    /// Why a card's timestamp isn't used.
    enum Refusal: Error, Hashable, CustomStringConvertible {
        case unknownInterface(UInt32)
        case untracked
        /// By so many seconds it is later than the other timestamp.
        case implausible(Double)

        var description: String {
            switch self {
            case .unknownInterface(let index): "interface \(index) isn't one of those with 'hwtimestamp'"
            case .untracked: "the clock of the card isn't known yet"
            case .implausible(let error): "it is off by \(Text.fixed(error, decimals: 6)) seconds"
            }
        }
    }

    /// As long may a packet wait between the wire and the kernel, in seconds, with interrupts that are put together
    /// and queues that are full.
    private static let longestWait = 0.05
    /// What the two clocks may be read apart, in seconds, besides the bound of the line.
    private static let tolerance = 10e-6
    /// The checksum at the end of a frame, in bytes.
    private static let checksumLength = 4.0

    private let cards = Mutex<[UInt32: Card]>([:])

    func publish(_ card: Card, of interface: UInt32) {
        cards.withLock { $0[interface] = card }
    }

    /// Whether a timestamp of a packet that has left by an interface may still come.
    ///
    /// - Parameter interface: Nil when nobody has told.
    func mayStamp(on interface: UInt32?) -> Bool {
        cards.withLock { cards in
            guard let interface else { return cards.values.contains { $0.timeline != nil } }
            return cards[interface]?.timeline != nil
        }
    }

    /// When a packet was received, its last bit, which is what NTP counts as its arrival: cards stamp the first.
    ///
    /// - Parameter received: What was noted without the card.
    func date(ofReceived stamp: HardwareStamp, near received: NTPDate) throws(Refusal) -> NTPDate {
        let (card, date, bound) = try convert(stamp)
        let lateness = received.seconds(since: date)
        guard -bound...Self.longestWait ~= lateness else { throw .implausible(-lateness) }
        var duration = 0.0
        if let speed = card.speed, stamp.length > 0 {
            duration = (Double(stamp.length) + Self.checksumLength) * 8 / speed
        }
        return date.advanced(by: duration - card.receiveCompensation)
    }

    /// When a packet was sent.
    ///
    /// - Parameter sent: What was noted without the card.
    func date(ofSent stamp: HardwareStamp, near sent: NTPDate) throws(Refusal) -> NTPDate {
        let (card, date, bound) = try convert(stamp)
        let lateness = date.seconds(since: sent)
        guard -bound...Self.longestWait ~= lateness else { throw .implausible(lateness) }
        return date.advanced(by: card.transmitCompensation)
    }

    /// The same, for one that comes with its packet back from the kernel.
    ///
    /// - Parameter now: When it came.
    func date(ofDeparture stamp: HardwareStamp, seen now: NTPDate) throws(Refusal) -> NTPDate {
        let (card, date, bound) = try convert(stamp)
        let age = now.seconds(since: date)
        guard -bound...Self.longestWait ~= age else { throw .implausible(-age) }
        return date.advanced(by: card.transmitCompensation)
    }

    private func convert(_ stamp: HardwareStamp) throws(Refusal) -> (Card, NTPDate, bound: Double) {
        guard let card = cards.withLock({ $0[stamp.interface] }) else {
            throw .unknownInterface(stamp.interface)
        }
        guard let line = card.timeline else { throw .untracked }
        return (card, line.date(of: stamp.time), Self.tolerance + line.errorBound(at: stamp.time))
    }
}
