// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What sources without authentication count for beside authenticated ones: the `authselectmode` directive.
public enum AuthenticationMode: String, Hashable, Sendable, CaseIterable {
    /// Nothing, even if there are no others.
    case require
    /// Nothing, if there is an authenticated one.
    case prefer
    /// They are used if they agree with the authenticated ones.
    case mix
    /// As much as any other.
    case ignore

    /// The options by which each source is selected. Those with `noselect` count as neither kind.
    ///
    /// - Parameter sources: The options that each was configured with, and whether it is authenticated.
    func effectiveOptions(
        of sources: [(options: SelectionOptions, isAuthenticated: Bool)]
    ) -> [SelectionOptions] {
        let selectable = sources.filter { !$0.options.contains(.noselect) }
        let hasAuthenticated = selectable.contains { $0.isAuthenticated }
        let isMixed = hasAuthenticated && selectable.contains { !$0.isAuthenticated }
        return sources.map { source in
            guard !source.options.contains(.noselect) else { return source.options }
            return switch self {
            case .require where !source.isAuthenticated: source.options.union(.noselect)
            case .prefer where isMixed && !source.isAuthenticated: source.options.union(.noselect)
            case .mix where isMixed && source.isAuthenticated: source.options.union([.trust, .require])
            default: source.options
            }
        }
    }
}

extension Synchronizer {
    /// The options by which each source is selected, in the order of the sources.
    var effectiveOptions: [SelectionOptions] {
        options.authentication.effectiveOptions(
            of: sources.map { source in
                let options = source.association.options
                return (options.selection, options.isAuthenticated)
            })
    }
}
