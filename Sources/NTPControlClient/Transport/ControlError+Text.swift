// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPSystem

extension ControlError: CustomStringConvertible {
    /// What happened, and in the next line what can be done about it.
    package var description: String {
        switch self {
        case .unreachable(let attempts): Self.text(attempts)
        case .refused(let status, let request, let endpoint, let passedOver):
            Self.text(status, request, endpoint, passedOver)
        case .unintelligible(let error, let endpoint):
            """
            \(endpoint) sent \(error).
            Is it an NTP daemon with version 6 of chrony's control protocol, as ntpd and chronyd are?
            """
        case .unknownSource(let name):
            "No source is called '\(name)'.\n'ntpctl sources' lists those that there are."
        case .interrupted: "Interrupted."
        }
    }

    private static func text(_ attempts: [Attempt]) -> String {
        let lines = attempts.map { "  \($0.endpoint): \($0.failure)" }
        return "No NTP daemon answers:\n" + (lines + [remedy(for: attempts)]).joined(separator: "\n")
    }

    private static func remedy(for attempts: [Attempt]) -> String {
        if attempts.contains(where: \.isPermission) {
            return "Run this as root, or as a member of the group that the socket's folder belongs to."
        }
        if attempts.allSatisfy(\.isMissing) {
            return "Start ntpd (or chronyd), or say where it listens with --socket or --host."
        }
        return """
            The daemon may be stopped, or its 'cmdallow' doesn't include this host, or a firewall drops the \
            requests (UDP port 323).
            """
    }

    private static func text(
        _ status: ControlStatus, _ request: ControlRequest, _ endpoint: ControlEndpoint,
        _ passedOver: [Attempt]
    ) -> String {
        var lines = ["\(endpoint) says: \(status)."]
        switch status {
        case .unauthorized:
            lines += passedOver.map { "  \($0.endpoint): \($0.failure)" }
            lines.append(
                request.changesNothing
                    ? "Run this as root, or open the report with 'opencommands' in the daemon's configuration."
                    : "Run this as root on the daemon's machine: changes are made through its Unix socket alone."
            )
        case .invalid:
            lines.append(
                "The daemon may be too old for this: chrony 4.3 and later know it.")
        case .badPacketVersion, .badPacketLength:
            lines.append(
                "The daemon is of another generation: version 6 of chrony's control protocol is understood.")
        case .failed where request == .action(.perform(.makeStep)):
            lines.append("It has no right to set the clock: started with -x, or without CAP_SYS_TIME?")
        case .inactive: lines.append("Remove 'noclientlog' from the daemon's configuration.")
        default: break
        }
        return lines.joined(separator: "\n")
    }
}

extension ControlError.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .system(let error): error.reason
        case .silence(let seconds): "no answer within \(Quantity.seconds(seconds))"
        }
    }
}

extension ControlRequest {
    fileprivate var changesNothing: Bool {
        if case .query = self { true } else { false }
    }
}
