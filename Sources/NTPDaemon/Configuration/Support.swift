// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Whether the daemon does what a directive, option or flag asks for.
///
/// Everything that chrony knows is known by name; what isn't done here is refused, never ignored.
enum Support: Hashable, Sendable {
    case supported
    /// Refused until the feature named is built.
    case notYet(String)
    /// Refused for good: the feature named is no part of this daemon.
    case never(String)
    /// Accepted with a warning, as chrony does: it has no effect any more, for the reason given.
    case obsolete(String)
}

extension Support {
    /// Why something of that name can't be had; nil when it is accepted.
    func refusal(of name: String) -> String? {
        switch self {
        case .supported, .obsolete: nil
        case .notYet(let feature): "'\(name)' is not supported yet: \(feature)"
        case .never(let feature): "'\(name)' is not supported: \(feature)"
        }
    }
}
