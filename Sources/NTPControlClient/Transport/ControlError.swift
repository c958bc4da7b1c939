// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPControl
package import NTPSystem

/// Why there is no report, or something wasn't done.
package enum ControlError: Error, Hashable, Sendable {
    /// Nobody answers at any of the places; what came of each.
    case unreachable([Attempt])
    /// The daemon answers, but not with what was asked for.
    case refused(ControlStatus, request: ControlRequest, endpoint: ControlEndpoint, passedOver: [Attempt])
    /// Something answers that isn't understood.
    case unintelligible(ReplyError, endpoint: ControlEndpoint)
    /// No source has the name that the user gave.
    case unknownSource(String)
    /// A signal came in.
    case interrupted

    /// What was tried in vain.
    package struct Attempt: Hashable, Sendable {
        package var endpoint: ControlEndpoint
        package var failure: Failure

        package init(_ endpoint: ControlEndpoint, _ failure: Failure) {
            self.endpoint = endpoint
            self.failure = failure
        }
    }

    package enum Failure: Hashable, Sendable {
        case system(SystemError)
        /// No answer for that many seconds.
        case silence(Double)
    }

    /// Whether the user lacks a right, on this machine or over the network.
    package var isPermission: Bool {
        switch self {
        case .unreachable(let attempts): attempts.contains(where: \.isPermission)
        case .refused(.unauthorized, _, _, _): true
        case .refused, .unintelligible, .unknownSource, .interrupted: false
        }
    }
}

extension ControlError.Attempt {
    var isPermission: Bool {
        if case .system(let error) = failure { error.isPermission } else { false }
    }

    var isMissing: Bool {
        if case .system(let error) = failure { error.isNotFound || error.isUnreachable } else { false }
    }
}
