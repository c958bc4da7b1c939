// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// How a value is written in the configuration: one word, read and printed.
///
/// What `print` gives, `parse` takes for the same value.
struct Grammar<Value: Sendable>: Sendable {
    /// For messages: "an integer from 1 to 4".
    let expected: String
    /// Nil when the word doesn't fit.
    let parse: @Sendable (String) -> Value?
    let print: @Sendable (Value) -> String
}

extension Grammar where Value: FixedWidthInteger {
    /// A whole number in decimal.
    static func integer(in range: ClosedRange<Value>) -> Self {
        Self(expected: "an integer from \(range.lowerBound) to \(range.upperBound)") { word in
            Value(word).flatMap { range.contains($0) ? $0 : nil }
        } print: {
            "\($0)"
        }
    }

    static var integer: Self {
        Self(expected: "an integer", parse: { Value($0) }, print: { "\($0)" })
    }

    /// A whole number with a lower limit only.
    static func integer(from minimum: Value) -> Self {
        Self(expected: "an integer, \(minimum) or more") { word in
            Value(word).flatMap { $0 >= minimum ? $0 : nil }
        } print: {
            "\($0)"
        }
    }

    /// A whole number in hexadecimal, with or without 0x.
    static func hexadecimal(in range: ClosedRange<Value>) -> Self {
        Self(expected: "a hexadecimal number up to \(String(range.upperBound, radix: 16))") { word in
            let digits = word.lowercased().hasPrefix("0x") ? word.dropFirst(2) : word[...]
            return Value(digits, radix: 16).flatMap { range.contains($0) ? $0 : nil }
        } print: {
            String($0, radix: 16, uppercase: true)
        }
    }
}

extension Grammar where Value == UInt16 {
    /// A port that can be sent to.
    static var port: Self { .integer(in: 1...65535) }
    /// A local port, or 0 for none in particular or none at all.
    static var portOrZero: Self { .integer(in: 0...65535) }
}

extension Grammar where Value == PollInterval {
    /// An interval as a power of two in seconds.
    static func poll(in range: ClosedRange<Int8>) -> Self {
        Self(expected: "an integer from \(range.lowerBound) to \(range.upperBound)") { word in
            Int8(word).flatMap { range.contains($0) ? PollInterval(exponent: $0) : nil }
        } print: {
            "\($0.exponent)"
        }
    }
}

extension Grammar where Value == Double {
    /// A finite number in decimal, perhaps with an exponent.
    static var real: Self {
        Self(expected: "a number", parse: { $0.finiteNumber }, print: { $0.shortest })
    }

    static func real(in range: ClosedRange<Double>) -> Self {
        Self(expected: "a number from \(range.lowerBound.shortest) to \(range.upperBound.shortest)") { word in
            word.finiteNumber.flatMap { range.contains($0) ? $0 : nil }
        } print: {
            $0.shortest
        }
    }

    static func real(from minimum: Double) -> Self {
        Self(expected: "a number, \(minimum.shortest) or more") { word in
            word.finiteNumber.flatMap { $0 >= minimum ? $0 : nil }
        } print: {
            $0.shortest
        }
    }

    /// A duration or distance in seconds.
    static var seconds: Self { .real(from: 0) }
}

extension Double {
    /// As few digits as give the same number again, and no fraction when there is none.
    var shortest: String {
        magnitude < 1e9 && self == rounded() ? "\(Int(self))" : "\(self)"
    }
}

extension Grammar where Value == String {
    /// A file or directory. Blanks can't be part of it: they end the word.
    static var path: Self { .text("a path") }
    /// A name that somebody else will look up: a user, a time zone, a device.
    static func name(_ what: String) -> Self { .text(what) }

    /// The name of a network interface.
    static var interface: Self {
        Self(expected: "the name of a network interface, up to 15 characters") { word in
            word.utf8.count <= 15 && !word.contains("/") ? word : nil
        } print: {
            $0
        }
    }

    private static func text(_ expected: String) -> Self {
        // What wasn't UTF-8 has been replaced, and would name something else.
        Self(expected: expected, parse: { $0.contains("\u{FFFD}") ? nil : $0 }, print: { $0 })
    }
}

extension Grammar where Value: RawRepresentable<String> & CaseIterable {
    /// One of a few words, in any case.
    static var keyword: Self {
        let words = Value.allCases.map { "'\($0.rawValue)'" }
        let expected = words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
        return Self(expected: expected) { word in
            Value.allCases.first { $0.rawValue.lowercased() == word.lowercased() }
        } print: {
            $0.rawValue
        }
    }
}

extension Grammar where Value == ReferenceID {
    /// Up to four printable characters.
    static var referenceID: Self {
        Self(expected: "one to four ASCII characters") { word in
            ReferenceID(word).flatMap { $0.text == word ? $0 : nil }
        } print: {
            $0.text ?? ""
        }
    }
}

extension String {
    /// The number that the text is in decimal notation; nil for infinities, NaN and hexadecimals too.
    fileprivate var finiteNumber: Double? {
        guard utf8.allSatisfy({ "+-.0123456789eE".utf8.contains($0) }), let number = Double(self) else {
            return nil
        }
        return number.isFinite ? number : nil
    }
}
