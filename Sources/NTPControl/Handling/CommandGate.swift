// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Over what a request came.
public enum ControlTransport: Hashable, Sendable, CaseIterable {
    /// The network; whether the sender has access at all has been decided before.
    case udp
    /// The Unix socket, which the permissions of its folder protect.
    case unix
}

/// What becomes of a datagram.
public enum Admission: Hashable, Sendable {
    /// No reply: it is noise, or its sender would only be confused.
    case drop
    case reply(ControlStatus)
    case handle(ControlRequest)
}

/// Decides which requests are handled, and what is said to the others.
public struct CommandGate: Hashable, Sendable {
    /// What may be asked for over the network.
    public var openCommands: OpenCommands

    /// The oldest version whose clients understand that they are told to speak another one.
    private static let oldestVersion: UInt8 = 5

    public init(openCommands: OpenCommands = .standard) {
        self.openCommands = openCommands
    }

    /// The whole decision, for senders that nobody limits.
    public func admit(_ datagram: RawSpan, over transport: ControlTransport) -> Admission {
        guard let header = RequestHeader(parsing: datagram) else { return .drop }
        return admit(header, of: datagram, over: transport)
    }

    /// The decision from the version on.
    ///
    /// Whoever counts and limits requests over the network does so between the header and this: what isn't a
    /// request is no hit, what comes too often gets no reply, whichever version it is.
    public func admit(
        _ header: RequestHeader, of datagram: RawSpan, over transport: ControlTransport
    ) -> Admission {
        guard header.version == RequestHeader.currentVersion else {
            return header.version >= Self.oldestVersion ? .reply(.badPacketVersion) : .drop
        }
        guard let command = ControlCommand(rawValue: header.command) else { return .reply(.invalid) }
        guard datagram.byteCount >= command.minimumRequestLength else { return .reply(.badPacketLength) }
        guard transport == .unix || openCommands.permits(command) else { return .reply(.unauthorized) }
        do {
            return .handle(try ControlRequest(command, parsing: datagram))
        } catch {
            return .reply(error)
        }
    }
}
