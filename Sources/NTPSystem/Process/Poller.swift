// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
internal import Glibc
public import NTPCore

/// Why a wait ended.
public enum Wakeup: Hashable, Sendable {
    /// Some descriptors are ready; `Poller.nextReady()` tells which.
    case ready
    /// The deadline has come. What is due then is due, even if the clock still reads a little less.
    case timeout
    /// A signal came in.
    case interrupted
}

/// What a descriptor is ready for.
public struct Readiness: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// There is something to read, or to accept.
    public static let input = Readiness(rawValue: 1)
    /// The error queue has a message, or an error is to be read.
    public static let error = Readiness(rawValue: 2)
    /// The other end is closed, or the descriptor isn't open.
    public static let hangup = Readiness(rawValue: 4)
}

/// Waits for descriptors, a deadline or a signal, whichever comes first (poll).
///
/// Built on poll, since the few dozen descriptors of a daemon don't need more, and since everything that a
/// daemon is run under has it.
public struct Poller: ~Copyable {
    /// The error queue is announced by POLLERR, which needs no asking, or by POLLPRI, which does.
    private static let events = Int16(POLLIN | POLLPRI)

    private var descriptors: [pollfd] = []

    public init() {}

    /// Waits for the descriptor too from now on, until `forget`. It must stay open for so long.
    public mutating func watch(_ descriptor: Int32) {
        guard !descriptors.contains(where: { $0.fd == descriptor }) else { return }
        descriptors.append(pollfd(fd: descriptor, events: Self.events, revents: 0))
    }

    /// Waits for errors alone on a watched descriptor until `resume`: what there is to be read has to wait.
    public mutating func suspend(_ descriptor: Int32) {
        setEvents(0, of: descriptor)
    }

    public mutating func resume(_ descriptor: Int32) {
        setEvents(Self.events, of: descriptor)
    }

    private mutating func setEvents(_ events: Int16, of descriptor: Int32) {
        for index in descriptors.indices where descriptors[index].fd == descriptor {
            descriptors[index].events = events
        }
    }

    public mutating func forget(_ descriptor: Int32) {
        descriptors.removeAll { $0.fd == descriptor }
    }

    /// Waits until something happens, at most until `deadline` (nil: for ever).
    public mutating func wait(
        until deadline: MonotonicInstant?, now: MonotonicInstant = MonotonicClock.now
    ) throws(SystemError) -> Wakeup {
        let timeout = deadline.map { Self.milliseconds(from: now, to: $0) } ?? -1
        let result = unsafe descriptors.withUnsafeMutableBufferPointer { buffer in
            unsafe ntp_wait(buffer.baseAddress, UInt32(buffer.count), timeout)
        }
        guard result < 0 else { return result == 0 ? .timeout : .ready }
        for index in descriptors.indices { descriptors[index].revents = 0 }
        guard result == -EINTR else { throw SystemError(code: -result, operation: "wait for events") }
        return .interrupted
    }

    /// The next descriptor of those that the latest wait found ready; each comes once.
    ///
    /// Others may be watched or forgotten meanwhile.
    public mutating func nextReady() -> (descriptor: Int32, readiness: Readiness)? {
        guard let index = descriptors.firstIndex(where: { $0.revents != 0 }) else { return nil }
        let readiness = Readiness(events: Int32(descriptors[index].revents))
        descriptors[index].revents = 0
        return (descriptors[index].fd, readiness)
    }

    /// The timeout for poll: whole milliseconds, rounded up so that it doesn't end early; at most a day.
    static func milliseconds(from now: MonotonicInstant, to deadline: MonotonicInstant) -> Int32 {
        let nanoseconds = deadline.nanoseconds.subtractingReportingOverflow(now.nanoseconds)
        guard !nanoseconds.overflow else { return deadline < now ? 0 : 86_400_000 }
        let milliseconds = max(0, nanoseconds.partialValue) / 1_000_000
        let isWhole = nanoseconds.partialValue <= 0 || nanoseconds.partialValue % 1_000_000 == 0
        return Int32(min(86_400_000, isWhole ? milliseconds : milliseconds + 1))
    }
}

extension Readiness {
    fileprivate init(events: Int32) {
        self = []
        if events & POLLIN != 0 { insert(.input) }
        if events & (POLLERR | POLLPRI) != 0 { insert(.error) }
        if events & (POLLHUP | POLLNVAL) != 0 { insert(.hangup) }
    }
}
