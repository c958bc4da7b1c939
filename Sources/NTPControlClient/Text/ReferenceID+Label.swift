// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPCore

extension ReferenceID {
    /// "GPS", or the address notation of what can't be read as characters.
    package var label: String {
        let (a, b, c, d) = bytes
        return text ?? "\(a).\(b).\(c).\(d)"
    }
}
