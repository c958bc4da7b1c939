// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
internal import Glibc

/// The program that has started this one and wants to know how it is doing; see sd_notify(3).
public struct ServiceManager: Sendable {
    public enum State: String, Sendable {
        /// All that may fail at the start has been done.
        case ready = "READY=1"
        case stopping = "STOPPING=1"
    }

    /// A path, or a name behind "@"; nil where nobody wants to know.
    let socket: String?

    /// The one that the environment names.
    public init() {
        self.init(socket: unsafe getenv("NOTIFY_SOCKET").map { unsafe String(cString: $0) })
    }

    init(socket: String?) {
        self.socket = socket
    }

    /// Tells it. One that can't be told is none of the daemon's business.
    public func report(_ state: State) {
        guard let socket, socket.hasPrefix("/") || socket.hasPrefix("@") else { return }
        let text = Array(state.rawValue.utf8)
        _ = unsafe ntp_unix_notify(socket, text, text.count)
    }
}
