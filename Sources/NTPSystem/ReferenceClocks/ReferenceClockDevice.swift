// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// What a reference clock is read through. Opened while there are privileges, read without.
public protocol ReferenceClockDevice: AnyObject {
    /// What is ready to be read when there is a reading; nil for a device that is read at intervals.
    var descriptor: Int32? { get }
    /// The readings since the last time, by the system's clock; none is no error.
    func read() throws(SystemError) -> [ReferenceClockReading]
}
