// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The value of a variable, and what can be read in it.
struct EnvironmentValue: Sendable {
    let variable: String
    let text: String

    /// What is between commas and blanks.
    var list: [String] {
        text.split { $0 == "," || $0 == " " }.map(String.init)
    }

    /// Nil for anything that is neither yes nor no.
    var boolean: Bool? {
        switch text.lowercased() {
        case "true", "yes", "on", "1": true
        case "false", "no", "off", "0": false
        default: nil
        }
    }

    /// A line of configuration that the variable is the reason for.
    func line(_ text: String) -> EnvironmentConfiguration.Line {
        EnvironmentConfiguration.Line(variable: variable, text: text)
    }
}
