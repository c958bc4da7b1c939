// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The first 28 bytes of a reply.
struct ReplyHeader: Hashable, Sendable, BitwiseCopyable {
    static let length = ReplyCode.headerLength
    /// What a reply says it is, by the second byte.
    static let packetType: UInt8 = 2

    var version: UInt8
    var command: UInt16
    var code: UInt16
    var status: UInt16
    var sequence: UInt32

    /// The header of a reply to a request.
    init(to request: RequestHeader, code: ReplyCode, status: ControlStatus) {
        version = RequestHeader.currentVersion
        command = request.command
        self.code = code.rawValue
        self.status = status.rawValue
        sequence = request.sequence
    }

    /// The header of a datagram that a client received; nil if it isn't a reply.
    init?(parsing datagram: RawSpan) {
        guard datagram.byteCount >= Self.length,
            datagram.loadBigEndian(1) == Self.packetType,
            datagram.loadBigEndian(2) == 0 as UInt16
        else { return nil }
        version = datagram.loadBigEndian(0)
        command = datagram.loadBigEndian(4)
        code = datagram.loadBigEndian(6)
        status = datagram.loadBigEndian(8)
        sequence = datagram.loadBigEndian(16)
    }

    func write(into writer: inout WireWriter) {
        writer.append(version)
        writer.append(Self.packetType)
        writer.appendZeros(2)
        writer.append(command)
        writer.append(code)
        writer.append(status)
        writer.appendZeros(6)
        writer.append(sequence)
        writer.appendZeros(8)
    }
}
