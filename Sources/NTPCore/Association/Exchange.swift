// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A request and its reply, but for the moment when the reply left: the server tells it there and then as well as it
/// can, or, in interleaved mode (RFC 9769), exactly, with its next reply.
struct Exchange: Hashable, Sendable {
    var requestSent: NTPDate
    /// By the server's clock; in a later request, it says which exchange is meant.
    var requestReceived: NTPTimestamp
    var replyReceived: NTPDate
    var packet: NTPPacket
    var sentBy: TimestampSource
    var receivedBy: TimestampSource
    var monotonicRoot: MonotonicRoot?
    private(set) var timescale: RemoteTimescale?
    /// Whether it has been measured, by what the reply itself said.
    var isMeasured = false

    /// Takes in what the reply says by the extension field F323.
    mutating func note(_ root: MonotonicRoot?) {
        monotonicRoot = root
        timescale = root.flatMap { RemoteTimescale($0, of: packet) }
    }

    /// The exchange by what its own reply says of the time when it left.
    var basicMeasurement: Measurement {
        measurement(replySent: packet.transmitTimestamp)
    }

    /// The exchange by what a later reply says of it.
    func measurement(completedBy later: NTPPacket) -> Measurement {
        var measurement = measurement(replySent: later.transmitTimestamp)
        measurement.isInterleaved = true
        vouch(for: &measurement, by: later)
        return measurement
    }

    /// The exchange by what its own reply says, now that a later one tells that all of it happened.
    func measurement(vouchedForBy later: NTPPacket) -> Measurement {
        var measurement = basicMeasurement
        vouch(for: &measurement, by: later)
        return measurement
    }

    /// What the server's clock was worth then, or is worth now: whichever is less.
    private func vouch(for measurement: inout Measurement, by later: NTPPacket) {
        measurement.packet = later
        measurement.packet.rootDelay.bits = max(packet.rootDelay.bits, later.rootDelay.bits)
        measurement.packet.rootDispersion.bits = max(packet.rootDispersion.bits, later.rootDispersion.bits)
        measurement.hasFineRoot =
            measurement.packet.rootDelay == packet.rootDelay
            && measurement.packet.rootDispersion == packet.rootDispersion
    }

    private func measurement(replySent: NTPTimestamp) -> Measurement {
        Measurement(
            requestSent: requestSent, requestReceived: NTPDate(requestReceived, near: replyReceived),
            replySent: NTPDate(replySent, near: replyReceived), replyReceived: replyReceived,
            packet: packet, sentBy: sentBy, receivedBy: receivedBy, monotonicRoot: monotonicRoot,
            timescale: timescale)
    }
}
