// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// Bytes of a datagram in the making, in network order.
struct WireWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    mutating func append<Integer: FixedWidthInteger>(_ value: Integer) {
        for shift in stride(from: Integer.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    mutating func appendFloat(_ value: Double) {
        append(ControlFloat(value).bits)
    }

    /// 16 bytes of address, the family, and two zero bytes.
    mutating func append(_ address: ControlAddress) {
        switch address {
        case .unspecified: appendZeros(16)
        case .ipv4(let bits), .unresolved(let bits):
            append(bits)
            appendZeros(12)
        case .ipv6(let high, let low):
            append(high)
            append(low)
        }
        append(address.family)
        appendZeros(2)
    }

    /// A time on the Unix scale in 12 bytes, which are all zero for "never".
    mutating func append(_ date: NTPDate?) {
        let (seconds, nanoseconds) = (date ?? .unixEpoch).unixTime
        append(seconds)
        append(UInt32(truncatingIfNeeded: nanoseconds))
    }

    mutating func appendAge(_ seconds: UInt32?) {
        append(seconds ?? .max)
    }

    /// As much of the text as leaves room for a zero byte, and zero bytes up to `capacity`.
    mutating func append(_ text: String, capacity: Int) {
        let characters = text.utf8.prefix(capacity - 1)
        bytes.append(contentsOf: characters)
        appendZeros(capacity - characters.count)
    }

    mutating func appendZeros(_ count: Int) {
        bytes.append(contentsOf: repeatElement(0, count: count))
    }

    /// What the protocol fills words with that a later version may use for counters.
    mutating func appendReserved(_ count: Int) {
        bytes.append(contentsOf: repeatElement(0xFF, count: count))
    }

    mutating func pad(to length: Int) {
        appendZeros(max(0, length - bytes.count))
    }
}
