// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A request with its arguments, in SI units and with the signs of this library.
public enum ControlRequest: Hashable, Sendable {
    /// Asks for a report.
    case query(ControlQuery)
    /// Changes something.
    case action(ControlAction)

    /// The protocol's number for it.
    public var command: ControlCommand {
        switch self {
        case .query(let query): query.command
        case .action(let action): action.command
        }
    }

    /// The datagram that a client sends, padded to the length that its reply may have.
    ///
    /// - Parameters:
    ///   - sequence: A number that nobody can guess; the reply carries it too.
    ///   - attempt: How often the request has been sent before.
    public func datagram(sequence: UInt32, attempt: UInt16 = 0) -> [UInt8] {
        let header = RequestHeader(command: command, sequence: sequence, attempt: attempt)
        var writer = WireWriter(capacity: header.datagramLength)
        header.write(into: &writer)
        switch self {
        case .query(let query): query.write(into: &writer)
        case .action(let action): action.write(into: &writer)
        }
        writer.pad(to: header.datagramLength)
        return writer.bytes
    }

    /// Reads the arguments of a request.
    ///
    /// - Precondition: `datagram` has at least the command's `minimumRequestLength`.
    init(_ command: ControlCommand, parsing datagram: RawSpan) throws(ControlStatus) {
        let body = datagram.extracting(droppingFirst: RequestHeader.length)
        if let query = ControlQuery(command, parsing: body) {
            self = .query(query)
        } else {
            self = .action(try ControlAction(command, parsing: body))
        }
    }
}
