// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// Reading of what a control datagram is made of: the only file of this module with `unsafe` in it.
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

    func loadFloat(_ offset: Int) -> Double {
        ControlFloat(bits: loadBigEndian(offset)).value
    }

    func loadReferenceID(_ offset: Int) -> ReferenceID {
        ReferenceID(bits: loadBigEndian(offset))
    }

    func loadLeap<Integer: FixedWidthInteger & BitwiseCopyable>(
        _ offset: Int, as type: Integer.Type
    ) -> LeapIndicator {
        LeapIndicator(rawValue: UInt8(clamping: loadBigEndian(offset, as: type))) ?? .unsynchronized
    }

    /// The 20 bytes of an address. A family that isn't known is taken for "unspecified".
    func loadAddress(_ offset: Int) -> ControlAddress {
        switch loadBigEndian(offset + 16, as: UInt16.self) {
        case ControlAddress.Family.ipv4: .ipv4(loadBigEndian(offset))
        case ControlAddress.Family.ipv6: .ipv6(high: loadBigEndian(offset), low: loadBigEndian(offset + 8))
        case ControlAddress.Family.unresolved: .unresolved(id: loadBigEndian(offset))
        default: .unspecified
        }
    }

    /// The 12 bytes of a time on the Unix scale.
    func loadDate(_ offset: Int) -> NTPDate {
        let high: UInt32 = loadBigEndian(offset)
        let low: UInt32 = loadBigEndian(offset + 4)
        let nanoseconds = min(loadBigEndian(offset + 8, as: UInt32.self), 999_999_999)
        // The mark of a sender whose time has 32 bits: the upper half says nothing.
        let upper: UInt32 = high == 0x7FFF_FFFF ? 0 : high
        let seconds = Int64(bitPattern: UInt64(upper) << 32 | UInt64(low))
        return NTPDate(unixSeconds: seconds, nanoseconds: Int64(nanoseconds))
    }

    /// The same, with all bytes zero for "never".
    func loadDateOrNever(_ offset: Int) -> NTPDate? {
        let date = loadDate(offset)
        return date == .unixEpoch ? nil : date
    }

    /// A number of seconds, with all bits set for "never".
    func loadAge(_ offset: Int) -> UInt32? {
        let age: UInt32 = loadBigEndian(offset)
        return age == .max ? nil : age
    }

    /// Text that a zero byte ends; nil when none does, and for anything but printable ASCII.
    func loadText(_ offset: Int, capacity: Int) -> String? {
        var characters: [UInt8] = []
        for index in offset..<offset + capacity {
            let byte: UInt8 = loadBigEndian(index)
            if byte == 0 { return String(decoding: characters, as: Unicode.ASCII.self) }
            // Names end up in logs and on terminals.
            guard 0x21...0x7E ~= byte else { return nil }
            characters.append(byte)
        }
        return nil
    }
}
