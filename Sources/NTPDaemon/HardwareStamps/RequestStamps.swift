// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// The timestamps of a request's departure, which come one after another: by the daemon, the kernel, the network card.
struct RequestStamps {
    /// When it left as far as is known without the card, by the system's clock.
    private var sent = NTPDate.unixEpoch
    /// Which packet of the socket it is; nil before the kernel's timestamp.
    private var sequence: UInt32?
    private var interface: UInt32?
    /// Whether no better timestamp will come: the card's is there.
    private(set) var isComplete = false
    /// Whether a reply has waited for the card's timestamp.
    private var hasWaited = false

    /// A request has been sent.
    mutating func begin(sent: NTPDate) {
        self = RequestStamps()
        self.sent = sent
    }

    /// Takes in a timestamp.
    ///
    /// - Returns: When the request left by it, by the system's clock; nil if that isn't better than what is known.
    mutating func take(
        _ stamp: TransmitTimestamp, _ converter: StampConverter?
    ) throws(StampConverter.Refusal) -> NTPDate? {
        guard stamp.isByHardware else {
            guard !isComplete else { return nil }
            (sequence, interface, sent) = (stamp.sequence, stamp.interface, stamp.time)
            return stamp.time
        }
        // One of the packet before comes late.
        guard let converter, sequence == nil || sequence == stamp.sequence else { return nil }
        isComplete = true
        return try converter.date(
            ofSent: HardwareStamp(time: stamp.time, interface: stamp.interface), near: sent)
    }

    /// Whether the card's timestamp is worth waiting for; only once.
    mutating func shouldWait(for converter: StampConverter) -> Bool {
        guard !isComplete, !hasWaited else { return false }
        hasWaited = converter.mayStamp(on: interface == 0 ? nil : interface)
        return hasWaited
    }
}
