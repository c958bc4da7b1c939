// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What a peer is told of the local clock.
public struct PeerHeader: Hashable, Sendable {
    /// With the time at which it is told as transmit timestamp; of mode, poll and the other timestamps, the association
    /// knows more.
    public var packet: NTPPacket
    /// The root delay, in seconds: finer than in the packet.
    public var rootDelay: Double
    /// The root dispersion at that time, in seconds: finer than in the packet.
    public var rootDispersion: Double

    /// - Parameters:
    ///   - packet: The header of the packet.
    ///   - rootDelay: In seconds.
    ///   - rootDispersion: In seconds.
    public init(packet: NTPPacket, rootDelay: Double, rootDispersion: Double) {
        self.packet = packet
        self.rootDelay = rootDelay
        self.rootDispersion = rootDispersion
    }
}
