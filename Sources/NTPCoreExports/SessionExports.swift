// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import CNTPCore
import NTPCore

private func session(_ handle: OpaquePointer?) -> Session? {
    unsafe Handle.object(handle, as: Session.self)
}

extension ReportField {
    /// Its texts live as long as this field does.
    var cField: ntpcore_field {
        var integer: Int64 = 0
        var real = 0.0
        var time = ntpcore_time()
        var text: UnsafePointer<CChar>?
        switch value {
        case .absent: break
        case .integer(let value): integer = value
        case .real(let value): real = value
        case .time(let value): time = ntpcore_time(value)
        case .text(let value): unsafe text = value.start
        case .boolean(let value): integer = value ? 1 : 0
        }
        return unsafe ntpcore_field(
            name: name.cText, unit: unit.cText, type: type.rawValue, reserved: 0, integer: integer,
            real: real, time: time, text: text)
    }

    private var type: ntpcore_field_type {
        switch value {
        case .absent: NTPCORE_FIELD_ABSENT
        case .integer: NTPCORE_FIELD_INTEGER
        case .real: NTPCORE_FIELD_REAL
        case .time: NTPCORE_FIELD_TIME
        case .text: NTPCORE_FIELD_TEXT
        case .boolean: NTPCORE_FIELD_BOOLEAN
        }
    }
}

@c @implementation
public func ntpcore_session_create() -> OpaquePointer! {
    unsafe Handle.make(Session())
}

@c @implementation
public func ntpcore_session_destroy(_ handle: OpaquePointer!) {
    unsafe Handle.destroy(handle, as: Session.self)
}

@c @implementation
public func ntpcore_session_request_count(_ handle: OpaquePointer!, _ report: ntpcore_report) -> ntpcore_error
{
    unsafe session(handle)?.requestCount(of: report) ?? NTPCORE_INVALID_ARGUMENT
}

@c @implementation
public func ntpcore_session_request(
    _ handle: OpaquePointer!, _ report: ntpcore_report, _ record: UInt32
) -> ntpcore_error {
    unsafe session(handle)?.request(report, record: record) ?? NTPCORE_INVALID_ARGUMENT
}

@c @implementation
public func ntpcore_session_write(
    _ handle: OpaquePointer!, _ buffer: UnsafeMutablePointer<UInt8>!, _ capacity: Int,
    _ written: UnsafeMutablePointer<Int>!
) -> ntpcore_error {
    guard let session = unsafe session(handle), let buffer = unsafe buffer, let written = unsafe written
    else {
        return NTPCORE_INVALID_ARGUMENT
    }
    // What is sent never depends on it, so that too small a buffer is found at once.
    guard capacity >= Int(NTPCORE_SESSION_BUFFER_SIZE) else { return NTPCORE_BUFFER_TOO_SMALL }
    guard let datagram = session.nextDatagram() else { return NTPCORE_NOT_FOUND }
    for (index, byte) in datagram.enumerated() { unsafe buffer[index] = byte }
    unsafe written.pointee = datagram.count
    return NTPCORE_OK
}

@c @implementation
public func ntpcore_session_handle(
    _ handle: OpaquePointer!, _ bytes: UnsafePointer<UInt8>!, _ length: Int
) -> ntpcore_error {
    guard let session = unsafe session(handle) else { return NTPCORE_INVALID_ARGUMENT }
    return unsafe withBytes(bytes, length, session.handle) ?? NTPCORE_INVALID_ARGUMENT
}

@c @implementation
public func ntpcore_session_record_count(_ handle: OpaquePointer!) -> UInt32 {
    unsafe session(handle)?.recordCount ?? 0
}

@c @implementation
public func ntpcore_session_field_count(_ handle: OpaquePointer!) -> Int {
    unsafe session(handle)?.fields.count ?? 0
}

@c @implementation
public func ntpcore_session_field(
    _ handle: OpaquePointer!, _ index: Int, _ field: UnsafeMutablePointer<ntpcore_field>!
) -> ntpcore_error {
    guard let session = unsafe session(handle), let field = unsafe field else {
        return NTPCORE_INVALID_ARGUMENT
    }
    guard session.fields.indices.contains(index) else { return NTPCORE_NOT_FOUND }
    unsafe field.pointee = session.fields[index].cField
    return NTPCORE_OK
}

@c @implementation
public func ntpcore_session_field_named(
    _ handle: OpaquePointer!, _ name: UnsafePointer<CChar>!, _ field: UnsafeMutablePointer<ntpcore_field>!
) -> ntpcore_error {
    guard let session = unsafe session(handle), let name = unsafe name, let field = unsafe field else {
        return NTPCORE_INVALID_ARGUMENT
    }
    let wanted = unsafe String(cString: name)
    guard let found = session.fields.first(where: { $0.name.description == wanted }) else {
        return NTPCORE_NOT_FOUND
    }
    unsafe field.pointee = found.cField
    return NTPCORE_OK
}
