// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Access to bytes, big-endian as on the wire or as this machine has them: the only file of this module with `unsafe` in it.
///
/// Every load is bounds-checked by the span (an offset out of range traps), so callers prove the length once
/// and the worst that a mistake here can do is stop the process.
extension RawSpan {
    func loadBigEndian<Integer: FixedWidthInteger & BitwiseCopyable>(
        _ offset: Int, as type: Integer.Type = Integer.self
    ) -> Integer {
        // Any bit pattern is a valid integer, which is what makes the load safe.
        unsafe Integer(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: Integer.self))
    }

    /// In the byte order of this machine: of what another program on it wrote.
    func loadNative<Integer: FixedWidthInteger & BitwiseCopyable>(
        _ offset: Int, as type: Integer.Type = Integer.self
    ) -> Integer {
        unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: Integer.self)
    }
}

extension OutputRawSpan {
    mutating func appendBigEndian(_ value: some FixedWidthInteger & BitwiseCopyable) {
        // Integers have no padding, so every byte that is written is initialised.
        unsafe append(value.bigEndian, as: type(of: value.bigEndian))
    }
}
