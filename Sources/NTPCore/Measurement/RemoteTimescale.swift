// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// How the time of a source stands to its monotonic clock, by one packet of it (extension field F323).
struct RemoteTimescale: Hashable, Sendable, BitwiseCopyable {
    /// Which monotonic clock that is.
    let epoch: UInt32
    /// By how much the source's time is ahead.
    let lead: NTPDuration

    /// Nil for a packet that answers nothing: it has no receive timestamp to compare with.
    init?(_ root: MonotonicRoot, of packet: NTPPacket) {
        guard packet.receiveTimestamp != .zero else { return nil }
        epoch = root.epoch
        lead = root.received.distance(to: packet.receiveTimestamp)
    }

    /// What doesn't count as a correction, in seconds: timestamps are random below a clock's precision.
    private static let tolerance = 1e-6

    /// Whether no correction lies between the packets.
    func isAsFarAhead(as other: RemoteTimescale) -> Bool {
        epoch == other.epoch
            && NTPDuration(bits: lead.bits &- other.lead.bits).seconds.magnitude <= Self.tolerance
    }
}
