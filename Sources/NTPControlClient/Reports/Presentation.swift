// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A report in the forms that can be asked for.
package protocol Presentation {
    /// For people.
    var text: String { get }
    /// For programs: stable keys, SI units, and the signs of RFC 5905.
    var json: JSON { get }
}

/// A report that chronyc has, too.
package protocol TabularPresentation: Presentation {
    /// The rows and columns of `chronyc -n -c`, with its units and signs.
    var csv: [[String]] { get }
}
