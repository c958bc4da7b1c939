// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Configuration {
    /// The directives that say all this, one a line; what holds by default is left out.
    ///
    /// Read again, they give the same configuration.
    var directives: [String] {
        Directive.all.flatMap { $0.print(self) }.map { $0.joined(separator: " ") }
    }
}
