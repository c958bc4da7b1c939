// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim

/// Leaving the terminal, as a daemon does that isn't run in the foreground.
public enum Daemonization {
    /// Which of the two processes this is.
    public enum Process: Hashable, Sendable {
        /// The one that was started, whose work is done.
        case parent
        /// The one that goes on.
        case child
    }

    /// Goes on in a new process. To be called before anything is opened, and before there is a second thread.
    public static func detach() throws(SystemError) -> Process {
        try SystemError.check(ntp_detach(), "detach from the terminal") == 0 ? .child : .parent
    }
}
