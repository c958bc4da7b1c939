// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What became of a datagram.
public enum Verdict: Hashable, Sendable, BitwiseCopyable {
    /// A reply was written, to be sent to where the request came from.
    case respond
    /// What was written only says that its requests are too many.
    case kiss
    /// Nothing was written.
    case drop(DropReason)
}

/// Why a datagram gets no reply. The sender isn't told: an error message could be made to loop.
public enum DropReason: Hashable, Sendable, BitwiseCopyable {
    /// The access list doesn't allow the sender.
    case denied
    /// Not NTP of version 1 to 4, or cut short.
    case malformed
    /// A reply, a broadcast, a control message: a mode that a server never answers. Or sent from port 0.
    case notARequest
    /// The sender asks for an authenticated reply, but doesn't prove to have a key that is known here.
    case unauthenticated
    /// The sender makes more requests than are answered.
    case limited
}
