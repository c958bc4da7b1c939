// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import CNTPCore
import NTPCore

extension PacketError {
    var code: ntpcore_error {
        switch reason {
        case .truncated: NTPCORE_TRUNCATED
        case .unsupportedVersion: NTPCORE_UNSUPPORTED_VERSION
        case .badExtensionLength: NTPCORE_BAD_EXTENSION_FIELD
        case .trailingBytes: NTPCORE_TRAILING_BYTES
        }
    }
}

extension ntpcore_packet {
    init(_ packet: NTPPacket) {
        self.init()
        leap = packet.leap.rawValue
        version = packet.version
        mode = packet.mode.rawValue
        stratum = packet.stratum
        poll = packet.poll.exponent
        precision = packet.precision
        root_delay = packet.rootDelay.bits
        root_dispersion = packet.rootDispersion.bits
        reference_id = packet.referenceID.bits
        reference_timestamp = packet.referenceTimestamp.bits
        origin_timestamp = packet.originTimestamp.bits
        receive_timestamp = packet.receiveTimestamp.bits
        transmit_timestamp = packet.transmitTimestamp.bits
    }
}

extension NTPPacket {
    /// Nil for values that no header has room for.
    init?(_ packet: ntpcore_packet) {
        guard let leap = LeapIndicator(rawValue: packet.leap), let mode = Mode(rawValue: packet.mode),
            packet.version < 8
        else { return nil }
        self.init(version: packet.version, mode: mode)
        self.leap = leap
        stratum = packet.stratum
        poll = PollInterval(exponent: packet.poll)
        precision = packet.precision
        rootDelay = NTPShort(bits: packet.root_delay)
        rootDispersion = NTPShort(bits: packet.root_dispersion)
        referenceID = ReferenceID(bits: packet.reference_id)
        referenceTimestamp = NTPTimestamp(bits: packet.reference_timestamp)
        originTimestamp = NTPTimestamp(bits: packet.origin_timestamp)
        receiveTimestamp = NTPTimestamp(bits: packet.receive_timestamp)
        transmitTimestamp = NTPTimestamp(bits: packet.transmit_timestamp)
    }
}

extension ntpcore_layout {
    init(_ layout: DatagramLayout) {
        self.init()
        extensions_offset = UInt32(layout.extensionFields.lowerBound)
        extensions_length = UInt32(layout.extensionFields.count)
        guard let authenticator = layout.authenticator else { return }
        authenticator_offset = UInt32(authenticator.lowerBound)
        authenticator_length = UInt32(authenticator.count)
    }
}

@c @implementation
public func ntpcore_packet_parse(
    _ bytes: UnsafePointer<UInt8>!, _ length: Int, _ packet: UnsafeMutablePointer<ntpcore_packet>!,
    _ layout: UnsafeMutablePointer<ntpcore_layout>!
) -> ntpcore_error {
    guard let packet = unsafe packet else { return NTPCORE_INVALID_ARGUMENT }
    let result = unsafe withBytes(bytes, length) { datagram in
        do throws(PacketError) {
            let parsed = try DatagramLayout(parsing: datagram)
            unsafe packet.pointee = ntpcore_packet(parsed.packet)
            unsafe layout?.pointee = ntpcore_layout(parsed)
            return NTPCORE_OK
        } catch {
            return error.code
        }
    }
    return result ?? NTPCORE_INVALID_ARGUMENT
}

@c @implementation
public func ntpcore_packet_write(
    _ packet: UnsafePointer<ntpcore_packet>!, _ buffer: UnsafeMutablePointer<UInt8>!, _ capacity: Int
) -> ntpcore_error {
    guard let packet = unsafe packet, let header = unsafe NTPPacket(packet.pointee) else {
        return NTPCORE_INVALID_ARGUMENT
    }
    return unsafe write(into: buffer, capacity, nil, header.serialize)
}

@c @implementation
public func ntpcore_extension_parse(
    _ bytes: UnsafePointer<UInt8>!, _ length: Int, _ offset: UInt32,
    _ result: UnsafeMutablePointer<ntpcore_extension>!
) -> ntpcore_error {
    guard let result = unsafe result else { return NTPCORE_INVALID_ARGUMENT }
    let code = unsafe withBytes(bytes, length) { datagram in
        do throws(PacketError) {
            let layout = try DatagramLayout(parsing: datagram)
            guard let field = layout.field(at: Int(offset), in: datagram) else { return NTPCORE_NOT_FOUND }
            unsafe result.pointee = ntpcore_extension(
                type: UInt32(field.type), offset: UInt32(field.offset), length: UInt32(field.length),
                next_offset: UInt32(field.end))
            return NTPCORE_OK
        } catch {
            return error.code
        }
    }
    return code ?? NTPCORE_INVALID_ARGUMENT
}

/// Has `body` write what is at least a header into the caller's buffer.
///
/// - Parameter written: Gets how many bytes were written; may be null.
func write(
    into buffer: UnsafeMutablePointer<UInt8>?, _ capacity: Int, _ written: UnsafeMutablePointer<Int>?,
    _ body: (inout OutputRawSpan) -> Void
) -> ntpcore_error {
    guard let buffer = unsafe buffer else { return NTPCORE_INVALID_ARGUMENT }
    guard capacity >= NTPPacket.byteCount else { return NTPCORE_BUFFER_TOO_SMALL }
    let room = unsafe UnsafeMutableRawBufferPointer(start: buffer, count: capacity)
    var output = unsafe OutputRawSpan(buffer: room, initializedCount: 0)
    body(&output)
    let count = unsafe output.finalize(for: room)
    unsafe written?.pointee = count
    return count > 0 ? NTPCORE_OK : NTPCORE_NOT_FOUND
}
