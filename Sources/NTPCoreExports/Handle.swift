// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Objects of Swift as C holds them: a pointer that owns one reference.
enum Handle {
    static func make(_ object: some AnyObject) -> OpaquePointer {
        unsafe OpaquePointer(Unmanaged.passRetained(object).toOpaque())
    }

    /// The object behind a handle; nil for a null one.
    static func object<Object: AnyObject>(_ handle: OpaquePointer?, as type: Object.Type) -> Object? {
        guard let handle = unsafe handle else { return nil }
        return unsafe Unmanaged<Object>.fromOpaque(UnsafeRawPointer(handle)).takeUnretainedValue()
    }

    static func destroy<Object: AnyObject>(_ handle: OpaquePointer?, as type: Object.Type) {
        guard let handle = unsafe handle else { return }
        unsafe Unmanaged<Object>.fromOpaque(UnsafeRawPointer(handle)).release()
    }
}

/// The bytes that a caller hands over; nil for a null pointer to more than nothing, and for lengths beyond any datagram.
///
/// Valid as long as the call lasts.
func withBytes<Result>(
    _ bytes: UnsafePointer<UInt8>?, _ count: Int, _ body: (RawSpan) -> Result
) -> Result? {
    guard let bytes = unsafe bytes, 0...longestDatagram ~= count else { return nil }
    let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
    return unsafe body(buffer.bytes)
}

/// No datagram of UDP is longer.
private let longestDatagram = 65_535
