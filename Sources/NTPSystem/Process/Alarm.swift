// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim

/// Ends the wait of a thread from another one: a descriptor for its `Poller`.
public struct Alarm: ~Copyable, Sendable {
    private let file: FileDescriptor

    public init() throws(SystemError) {
        file = FileDescriptor(owning: try SystemError.check(ntp_alarm_open(), "open an eventfd"))
    }

    public var descriptor: Int32 {
        file.number
    }

    /// Makes the descriptor readable, until it is cleared.
    public func ring() {
        ntp_alarm_ring(descriptor)
    }

    public func clear() {
        ntp_alarm_clear(descriptor)
    }
}
