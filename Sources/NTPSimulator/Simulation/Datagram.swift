// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// The bytes of a packet on its way: the only file of this module with `unsafe` in it.
struct Datagram: Sendable {
    private var bytes = InlineArray<48, UInt8>(repeating: 0)

    /// - Parameter write: Appends the 48 bytes of a header, or nothing: then there is no datagram.
    init?(_ write: (inout OutputRawSpan) -> Void) {
        var count = 0
        unsafe withUnsafeMutableBytes(of: &bytes) { buffer in
            // The buffer is as long as the span that stands for it, and every byte of it is initialised already.
            var output = unsafe OutputRawSpan(buffer: buffer, initializedCount: 0)
            write(&output)
            count = unsafe output.finalize(for: buffer)
        }
        guard count == NTPPacket.byteCount else { return nil }
    }

    func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
        // Marked unsafe for what padding may hold; bytes have none.
        unsafe body(bytes.span.bytes)
    }

    /// The header. There always is one: any 48 bytes are.
    var packet: NTPPacket? {
        withBytes { try? NTPPacket(parsing: $0) }
    }
}
