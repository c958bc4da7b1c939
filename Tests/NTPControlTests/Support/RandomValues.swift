// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

@testable import NTPControl

extension SeededGenerator {
    mutating func integer<Integer: FixedWidthInteger & UnsignedInteger>() -> Integer {
        Integer(truncatingIfNeeded: next())
    }

    mutating func signed() -> Int32 { Int32(truncatingIfNeeded: next()) }
    mutating func flag() -> Bool { Bool.random(using: &self) }

    /// A number that the protocol can carry.
    mutating func seconds() -> Double {
        ControlFloat(
            Double.random(in: -1...1, using: &self)
                * Double(sign: .plus, exponent: Int.random(in: -40...30, using: &self), significand: 1)
        ).value
    }

    /// A ratio that the protocol can carry in ppm.
    mutating func ratio() -> Double { seconds() * 1e-6 }

    mutating func date() -> NTPDate {
        NTPDate(unixSeconds: Int64(signed()), nanoseconds: Int64.random(in: 0..<1_000_000_000, using: &self))
    }

    mutating func maybe<Value>(_ value: (inout Self) -> Value) -> Value? {
        flag() ? value(&self) : nil
    }

    mutating func address() -> ControlAddress {
        switch Int.random(in: 0..<4, using: &self) {
        case 0: .unspecified
        case 1: .ipv4(integer())
        case 2: .ipv6(high: next(), low: next())
        default: .unresolved(id: integer())
        }
    }

    mutating func element<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &self)]
    }

    mutating func name() -> String {
        String(
            (1...Int.random(in: 1...255, using: &self)).map { _ in
                Character(UnicodeScalar(UInt8.random(in: 0x21...0x7E, using: &self)))
            })
    }

    mutating func poll() -> PollInterval { PollInterval(exponent: Int8.random(in: -32...32, using: &self)) }
    mutating func leap() -> LeapIndicator { element([.none, .insertSecond, .deleteSecond, .unsynchronized]) }
    mutating func selectionOptions() -> SelectionOptions {
        SelectionOptions(rawValue: UInt8.random(in: 0...15, using: &self))
    }
    mutating func referenceID() -> ReferenceID { ReferenceID(bits: integer()) }
}
