// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Something that isn't as it should be, or could be better, and what can be done about it.
package struct Finding: Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable {
        /// The clock isn't synchronised, or may not stay so.
        case problem
        /// It is synchronised, and could be so with more certainty.
        case advice
    }

    package let severity: Severity
    /// What there is, in a sentence.
    package let text: String
    /// What to do, in a sentence.
    package let remedy: String

    static func problem(_ text: String, _ remedy: String) -> Finding {
        Finding(severity: .problem, text: text, remedy: remedy)
    }

    static func advice(_ text: String, _ remedy: String) -> Finding {
        Finding(severity: .advice, text: text, remedy: remedy)
    }

    var json: JSON {
        .object([
            "severity": .string(severity.rawValue), "text": .string(text), "remedy": .string(remedy),
        ])
    }
}
