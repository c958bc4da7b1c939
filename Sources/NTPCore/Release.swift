// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What all programs of this package say that they are.
package enum Release {
    package static let version = "0.1.0"
}
