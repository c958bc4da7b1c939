// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

/// Bytes from hexadecimal digits; spaces don't matter.
func bytes(_ hex: some StringProtocol) throws -> [UInt8] {
    let digits = try hex.filter { $0 != " " }.map { try #require($0.hexDigitValue, "not hexadecimal: \($0)") }
    try #require(digits.count.isMultiple(of: 2))
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// Hexadecimal digits, for messages.
func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
