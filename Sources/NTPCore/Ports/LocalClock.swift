// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The port through which anything touches a clock: the kernel's, a simulated one, or one in a test.
public protocol LocalClock: ~Copyable {
    /// How setting the clock fails; `Never` for one in software.
    associatedtype Failure: Error

    /// The clock's reading.
    var now: NTPDate { get }
    /// log₂ of the smallest difference between two readings, in seconds.
    var precision: Int8 { get }
    /// The frequencies that the clock can be set to.
    var frequencyRange: ClosedRange<Frequency> { get }

    /// Makes the clock run at the frequency, or the nearest that it can be set to.
    ///
    /// - Returns: What it was really set to, and from which reading on.
    mutating func setFrequency(_ frequency: Frequency) throws(Failure) -> ClockChange
    /// Adds to the clock's reading at once; positive moves it forward.
    mutating func step(by offset: NTPDuration) throws(Failure) -> ClockChange
    /// Tells other users of the clock how good it is.
    mutating func publish(_ status: ClockStatus) throws(Failure)
}

extension LocalClock where Self: ~Copyable {
    /// Performs what the synchronizer asked for.
    ///
    /// - Returns: What happened to the clock, to be handed back by `Synchronizer.clockChanged(_:)`.
    public mutating func perform(_ command: ClockCommand) throws(Failure) -> ClockChange? {
        switch command {
        case .setFrequency(let frequency): return try setFrequency(frequency)
        case .step(let offset): return try step(by: offset)
        case .publish(let status):
            try publish(status)
            return nil
        }
    }
}
