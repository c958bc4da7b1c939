// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The first 20 bytes of a request.
public struct RequestHeader: Hashable, Sendable, BitwiseCopyable {
    /// In bytes.
    public static let length = 20
    /// The version of the protocol that this library speaks.
    public static let currentVersion: UInt8 = 6
    /// The lengths that a daemon looks at; anything else is noise.
    public static let acceptedLengths = 28...860

    /// What a request says it is, by the second byte.
    static let packetType: UInt8 = 1

    /// The protocol's version, as the client speaks it.
    public var version: UInt8
    /// The command's number; `ControlCommand` knows those in use.
    public var command: UInt16
    /// How often the client has sent this request before.
    public var attempt: UInt16
    /// What the client tells replies apart by.
    public var sequence: UInt32
    /// The length of the whole datagram: a reply is never longer.
    public var datagramLength: Int

    /// The header of a request that a client is about to send.
    public init(command: ControlCommand, sequence: UInt32, attempt: UInt16 = 0) {
        version = Self.currentVersion
        self.command = command.rawValue
        self.attempt = attempt
        self.sequence = sequence
        datagramLength = command.requestLength
    }

    /// The header of a datagram that a daemon received; nil if it isn't a request, which deserves no answer.
    public init?(parsing datagram: RawSpan) {
        guard Self.acceptedLengths.contains(datagram.byteCount),
            datagram.loadBigEndian(1) == Self.packetType,
            datagram.loadBigEndian(2) == 0 as UInt16
        else { return nil }
        version = datagram.loadBigEndian(0)
        command = datagram.loadBigEndian(4)
        attempt = datagram.loadBigEndian(6)
        sequence = datagram.loadBigEndian(8)
        datagramLength = datagram.byteCount
    }

    func write(into writer: inout WireWriter) {
        writer.append(version)
        writer.append(Self.packetType)
        writer.appendZeros(2)
        writer.append(command)
        writer.append(attempt)
        writer.append(sequence)
        writer.appendZeros(8)
    }
}
