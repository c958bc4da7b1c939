// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// One exchange with a server that passed every test: the four timestamps and what the server said of itself.
public struct Measurement: Hashable, Sendable {
    /// T1, when the request left, by the local clock.
    public var requestSent: NTPDate
    /// T2, when the server received it, by the server's clock.
    public var requestReceived: NTPDate
    /// T3, when the reply left, by the server's clock.
    public var replySent: NTPDate
    /// T4, when the reply was received, by the local clock.
    public var replyReceived: NTPDate
    /// The reply's header.
    public var packet: NTPPacket
    /// Who took the time at which the request left.
    public var sentBy: TimestampSource
    /// Who took the time at which the reply came.
    public var receivedBy: TimestampSource
    /// Whether the server told with a later reply when this one left, and so exactly.
    public var isInterleaved = false
    /// What the reply said by the extension field F323, if it had one.
    public var monotonicRoot: MonotonicRoot?
    /// How the source's time stood to its monotonic clock, by the reply that brought `requestReceived`, and by the latest
    /// one, of whose exchange nothing more is known in interleaved mode.
    var timescale: RemoteTimescale?
    var latestTimescale: RemoteTimescale?
    /// Whether what that field says of the root is all there is: not when another reply claims more.
    var hasFineRoot = true

    /// The delay between the source and its primary source, in seconds.
    public var rootDelay: Double {
        hasFineRoot ? monotonicRoot?.rootDelay ?? packet.rootDelay.seconds : packet.rootDelay.seconds
    }

    /// The dispersion between the source and its primary source, in seconds.
    public var rootDispersion: Double {
        hasFineRoot
            ? monotonicRoot?.rootDispersion ?? packet.rootDispersion.seconds : packet.rootDispersion.seconds
    }

    /// The time by which the source is ahead of the local clock.
    ///
    /// Positive means the local clock is slow and must gain. In seconds.
    /// Half the sum of the outbound and inbound differences; see RFC 5905, section 8.
    /// Exact: the sum is formed in 128 bits, so timestamps chosen by an attacker cannot overflow it.
    public var offset: Double {
        let outbound = requestReceived.bits &- requestSent.bits
        let inbound = replySent.bits &- replyReceived.bits
        // The sum of two intervals of ±2³² s in units of 2⁻⁶⁴ s needs 98 bits.
        return Double(fixedPointSeconds: outbound &+ inbound) / 2
    }

    /// The round-trip time without the server's share, in seconds; may be negative by clock errors.
    ///
    /// See RFC 5905, section 8. Exact, as `offset` is.
    public var delay: Double {
        let here = replyReceived.bits &- requestSent.bits
        let there = replySent.bits &- requestReceived.bits
        return Double(fixedPointSeconds: here &- there)
    }
}
