// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// Reads the file that leap seconds are known from (`leapseclist`, `leapsectz`), again and again: somebody keeps it up
/// to date.
struct LeapSecondKeeper {
    private static let zoneFolder = "/usr/share/zoneinfo/"
    /// In seconds. A leap second is known months ahead.
    private static let interval = 6.0 * 3600

    private var source: Source?
    private(set) var deadline: MonotonicInstant?
    /// What was last said about the file, so that it is said once.
    private var complaint: String?
    /// The offset of TAI that the kernel was told.
    var publishedOffset: Int32?

    private enum Source {
        case list(String)
        case zone(String)

        var path: String {
            switch self {
            case .list(let path): path
            case .zone(let name): LeapSecondKeeper.zoneFolder + name
            }
        }
    }

    init(_ configuration: LeapSecondConfiguration, now: MonotonicInstant) {
        change(configuration, now: now)
    }

    /// Goes by another file from now on, or by none.
    mutating func change(_ configuration: LeapSecondConfiguration, now: MonotonicInstant) {
        source = configuration.listFile.map { .list($0) } ?? configuration.timeZone.map { .zone($0) }
        deadline = source == nil ? nil : now
    }

    func isDue(at now: MonotonicInstant) -> Bool {
        deadline.map { $0 <= now } ?? false
    }

    /// - Returns: The table, nil for none, and what is to be said about the file, once.
    mutating func read(now: MonotonicInstant, date: NTPDate) -> (table: LeapSecondTable?, remark: String?) {
        guard let source else { return (nil, nil) }
        deadline = now.advanced(by: Self.interval)
        var table: LeapSecondTable?
        var text: String?
        do throws(SystemError) {
            let bytes = try FileReader.contents(of: source.path)
            switch source {
            case .list: table = LeapSecondTable(list: String(decoding: bytes, as: UTF8.self))
            case .zone: table = LeapSecondTable(timeZone: bytes)
            }
            if table == nil { text = "\(source.path) is no file of leap seconds; going by the sources alone" }
        } catch {
            text = "Leap seconds are known from the sources alone: \(error)"
        }
        if let expiry = table?.expiry, expiry <= date {
            text =
                "\(source.path) expired \(Int(date.seconds(since: expiry) / 86_400)) days ago: "
                + "it doesn't know of newer leap seconds"
        }
        defer { complaint = text }
        return (table, text == complaint ? nil : text)
    }
}

extension Daemon {
    mutating func readLeapSeconds(now: MonotonicInstant) {
        let (table, remark) = leapSeconds.read(now: now, date: clock.now)
        synchronizer.leapTable = table
        if let remark { log.warning(remark) }
        publishTAIOffset()
    }

    /// Tells the kernel the offset of TAI, where leap seconds are its business and the time is known.
    mutating func publishTAIOffset() {
        guard configuration.leapSeconds.mode == .system, synchronizer.tracking.isSynchronized,
            let offset = synchronizer.leapTable?.taiOffset(at: clock.now),
            offset != leapSeconds.publishedOffset
        else { return }
        leapSeconds.publishedOffset = offset
        if tellKernel(taiOffset: offset) { log.info("TAI is \(offset) seconds ahead of UTC") }
    }

    /// Tells the kernel that the offset of TAI isn't known: nobody will tell it of the next leap second.
    mutating func withdrawTAIOffset() {
        guard leapSeconds.publishedOffset != nil else { return }
        leapSeconds.publishedOffset = nil
        _ = tellKernel(taiOffset: 0)
    }

    /// - Returns: Whether there is a kernel that has taken it.
    private mutating func tellKernel(taiOffset: Int32) -> Bool {
        do {
            return try clock.setTAIOffset(taiOffset)
        } catch {
            log.error("\(error)")
            return false
        }
    }

    /// What the synchronizer has done about a leap second, or left to others.
    mutating func noteLeapSecond(of seconds: Double, now: MonotonicInstant) {
        let kind = seconds < 0 ? "inserted" : "deleted"
        let deed = synchronizer.leapSecondMode == .step ? "stepped" : "slewed"
        log.warning("Leap second \(kind): clock \(deed) by \(Text.fixed(seconds, decimals: 0)) s")
        smoothLeapSecond(of: seconds)
    }

    /// Whether the clock was moved by the kernel, which has done what it was told about a leap second.
    ///
    /// The kernel says that it has: what the sources announce may have changed meanwhile.
    mutating func takeKernelsLeapSecond(_ step: Double, now: MonotonicInstant) -> Bool {
        guard synchronizer.leapSecondMode == .leave, abs(step.magnitude - 1) < Self.leapTolerance,
            clock.hasLeapt
        else { return false }
        let seconds = step.rounded()
        log.warning("Leap second \(seconds < 0 ? "inserted" : "deleted") by the kernel")
        synchronizer.clockChanged(
            .leapSecond(NTPDuration(saturating: seconds), at: clock.now.advanced(by: -seconds)))
        performCommand(.publish(synchronizer.clockStatus(at: clock.now)))
        publishState()
        return true
    }

    /// How well the length of a step is known, in seconds, if the program was interrupted while it looked.
    private static let leapTolerance = 0.1
}
