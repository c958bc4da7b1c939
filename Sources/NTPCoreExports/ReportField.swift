// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// One value of a report, by the name that programs in C know it by.
struct ReportField {
    enum Value {
        case absent
        case integer(Int64)
        case real(Double)
        case time(NTPDate)
        case text(CText)
        case boolean(Bool)
    }

    var name: StaticString
    var unit: StaticString = ""
    var value: Value

    static func integer(
        _ name: StaticString, _ value: (some BinaryInteger)?, unit: StaticString = ""
    ) -> Self {
        Self(name: name, unit: unit, value: value.map { .integer(Int64(clamping: $0)) } ?? .absent)
    }

    static func seconds(_ name: StaticString, _ value: Double?) -> Self {
        Self(name: name, unit: "s", value: value.map(Value.real) ?? .absent)
    }

    /// A frequency, or the bound on one.
    static func rate(_ name: StaticString, _ value: Double) -> Self {
        Self(name: name, unit: "s/s", value: .real(value))
    }

    static func ratio(_ name: StaticString, _ value: Double) -> Self {
        Self(name: name, value: .real(value))
    }

    static func time(_ name: StaticString, _ value: NTPDate?) -> Self {
        Self(name: name, value: value.map(Value.time) ?? .absent)
    }

    static func text(_ name: StaticString, _ value: String?) -> Self {
        Self(name: name, value: value.map { .text(CText($0)) } ?? .absent)
    }

    static func flag(_ name: StaticString, _ value: Bool) -> Self {
        Self(name: name, value: .boolean(value))
    }
}
