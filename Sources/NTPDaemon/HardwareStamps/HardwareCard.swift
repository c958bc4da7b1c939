// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// A network card with a clock that its timestamps are by; the clock is read again and again.
struct HardwareCard {
    /// Until the clock is known: so often, in seconds, and so many readings.
    private static let haste = 0.25
    private static let firstReadings = 4

    let interface: NetworkInterface
    let options: HardwareTimestampingOptions
    private let clock: any HardwareClockPort
    private let port: any CardPort
    private(set) var tracker: HardwareClockTracker
    private(set) var deadline: MonotonicInstant
    /// Since the clock was last begun to be measured.
    private var readings = 0
    /// Between readings, in seconds.
    private var interval: Double
    private var speed: Double?
    /// What was last said about it, so that it is said once.
    private var complaint: String?

    init(
        _ interface: NetworkInterface, options: HardwareTimestampingOptions, clock: any HardwareClockPort,
        port: any CardPort, now: MonotonicInstant
    ) {
        self.interface = interface
        self.options = options
        self.clock = clock
        self.port = port
        tracker = HardwareClockTracker(
            minimumSamples: options.minimumSamples, maximumSamples: options.maximumSamples,
            precision: options.precision)
        deadline = now
        interval = options.minimumPoll.seconds
        speed = port.speed(of: interface)
    }

    /// Reads the clock.
    ///
    /// - Parameter freeRunning: What the free-running clock read at a time of the system's.
    /// - Returns: What the user should know.
    mutating func read(
        now: MonotonicInstant, freeRunning: (NTPDate) -> FreeRunningTime
    ) -> String? {
        let before = tracker.count
        do throws(SystemError) {
            let reading = try clock.readBetween()
            let verdict = tracker.add(reading, at: freeRunning(reading.date))
            if case .moved = verdict { readings = 0 }
            readings += 1
            schedule(after: before, now: now)
            complaint = nil
            guard case .moved(let error) = verdict else { return nil }
            return "The clock of \(interface.name) was moved by \(Text.fixed(error, decimals: 6)) seconds; "
                + "measuring it anew"
        } catch {
            reset(now: now.advanced(by: interval))
            let text = "\(error)"
            guard complaint != text else { return nil }
            complaint = text
            return "No hardware timestamps on \(interface.name) for now: \(text)"
        }
    }

    /// Forgets what was measured: the system's clock was set.
    mutating func reset(now: MonotonicInstant) {
        tracker.reset()
        readings = 0
        interval = options.minimumPoll.seconds
        deadline = now
    }

    /// After a change in the network.
    mutating func renewSpeed() {
        speed = port.speed(of: interface)
    }

    /// The card as timestamps are converted by.
    ///
    /// - Parameter date: What the system's clock reads.
    func state(at date: NTPDate, freeRunning: (NTPDate) -> FreeRunningTime) -> StampConverter.Card {
        StampConverter.Card(
            timeline: tracker.timeline(at: date, freeRunning: freeRunning),
            transmitCompensation: options.transmitCompensation,
            receiveCompensation: options.receiveCompensation, speed: speed)
    }

    private var longestInterval: Double {
        let shortest = options.minimumPoll.seconds
        return max(shortest, options.maximumPoll?.seconds ?? shortest * 2)
    }

    /// More rarely while all readings lie on one line, more often when the oldest had to be given up.
    private mutating func schedule(after count: Int, now: MonotonicInstant) {
        if tracker.count < count {
            interval = max(options.minimumPoll.seconds, interval / 2)
        } else if tracker.count == count {
            interval = min(longestInterval, interval * 2)
        }
        let isNew = readings < Self.firstReadings
        deadline = now.advanced(by: isNew ? min(Self.haste, interval) : interval)
    }
}
