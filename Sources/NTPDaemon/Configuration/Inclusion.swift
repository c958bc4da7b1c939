// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What a line asks to be read in its place.
enum Inclusion: Hashable, Sendable {
    /// The files whose paths match.
    case files(pattern: String)
    /// The files with the suffix `.conf` in these directories.
    case directories([String])
}
