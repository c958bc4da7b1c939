// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore
public import NTPSystem

/// Why a server couldn't be measured.
public enum QueryFailure: Error, Hashable, Sendable {
    /// The name has no address; the system's words for it.
    case unresolved(String)
    /// The system refused to send or to receive.
    case system(SystemError)
    /// The server refuses; see RFC 5905, section 7.4.
    case kiss(KissCode)
    /// An answer that says of itself that it is of no use: the tests that it passed.
    case rejected(PacketTests)
    /// No answer came within the timeout.
    case silence
    /// The task was cancelled before there was a measurement.
    case cancelled
}

extension QueryFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unresolved(let reason): "its name can't be resolved: \(reason)"
        case .system(let error): error.reason
        case .kiss(.rate): "says that it is asked too often (RATE)"
        case .kiss(.deny): "refuses to serve this client (DENY)"
        case .kiss(.restrict): "refuses to serve this client (RSTR)"
        case .kiss(.other(let id)): "refuses with the code \(id.text ?? id.description)"
        case .rejected(let tests) where !tests.contains(.synchronized): "is itself not synchronised"
        case .rejected(let tests) where !tests.contains(.rootDistance): "has a root distance beyond 16 s"
        case .rejected(let tests) where !tests.contains(.delay):
            "takes too long, or its timestamps make no sense"
        case .rejected: "sends what can't be used"
        case .silence: "does not answer"
        case .cancelled: "was no longer waited for"
        }
    }
}
