// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
internal import Glibc

/// The signals that a daemon acts upon.
///
/// A handler only sets a flag, and ends the wait of `Poller`; the loop takes the flags when it likes.
public struct Signals: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// SIGTERM: end in good order.
    public static let terminate = Signals(signal: SIGTERM)
    /// SIGINT, from the keyboard.
    public static let interrupt = Signals(signal: SIGINT)
    /// SIGQUIT, from the keyboard.
    public static let quit = Signals(signal: SIGQUIT)
    /// SIGHUP: read or open files again; without a terminal, that is.
    public static let hangUp = Signals(signal: SIGHUP)
    /// SIGUSR1.
    public static let user1 = Signals(signal: SIGUSR1)
    /// SIGUSR2.
    public static let user2 = Signals(signal: SIGUSR2)

    /// All that ask the program to end.
    public static let ending: Signals = [.terminate, .interrupt, .quit]

    /// Has the signals set flags from now on.
    ///
    /// SIGPIPE is ignored: a write to a closed pipe or connection fails, rather than ending the process.
    public func install() throws(SystemError) {
        for signal in Int32(1)..<32 where contains(Signals(signal: signal)) {
            try SystemError.check(ntp_signal_catch(signal), "catch signal \(signal)")
        }
        try SystemError.check(ntp_signal_ignore(SIGPIPE), "ignore SIGPIPE")
    }

    /// The signals that came in since the last call.
    public static func take() -> Signals {
        Signals(rawValue: ntp_signals_take())
    }

    private init(signal: Int32) {
        self.init(rawValue: 1 << UInt32(signal))
    }
}
