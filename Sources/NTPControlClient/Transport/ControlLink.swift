// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPControl

/// A way to ask a daemon.
package protocol ControlLink: ~Copyable {
    /// What the daemon says to a request, success or not.
    mutating func reply(to request: ControlRequest) throws(ControlError) -> ControlReply

    /// The error for a status instead of what was asked for.
    func unexpected(_ status: ControlStatus, to request: ControlRequest) -> ControlError
}

extension ControlLink where Self: ~Copyable {
    /// Asks for a report, and takes it out of the reply.
    package mutating func ask<Report>(
        _ query: ControlQuery, _ extract: (ControlReply) -> Report?
    ) throws(ControlError) -> Report {
        let request = ControlRequest.query(query)
        let reply = try reply(to: request)
        if let report = extract(reply) { return report }
        // A reply of another kind has been refused before, so this one is a status.
        guard case .status(let status) = reply else { throw unexpected(.failed, to: request) }
        throw unexpected(status, to: request)
    }

    /// The same, with nil where the daemon has nothing to say or doesn't say it to us.
    package mutating func askIfPossible<Report>(
        _ query: ControlQuery, _ extract: (ControlReply) -> Report?
    ) throws(ControlError) -> Report? {
        do {
            return try ask(query, extract)
        } catch {
            guard case .refused = error else { throw error }
            return nil
        }
    }

    /// Has the daemon do something.
    package mutating func perform(_ action: ControlAction) throws(ControlError) {
        let request = ControlRequest.action(action)
        let reply = try reply(to: request)
        guard case .status(let status) = reply else { return }
        guard status.isSuccess else { throw unexpected(status, to: request) }
    }
}
