// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Directive {
    /// How the daemon runs.
    static let process: [Directive] = [
        .value("user", "USER", \.process.user, .name("the name of a user")),
        .value("pidfile", "FILE", \.process.pidFile, .path),
        .value("dumpdir", "DIRECTORY", \.process.dumpDirectory, .path),
        .value("keyfile", "FILE", \.process.keyFile, .path),
        .flag("lock_all", \.process.locksMemory),
        .value("sched_priority", "PRIORITY", \.process.schedulingPriority, .integer(in: 0...100)),
    ]

    /// Where the configuration goes on.
    static let inclusions: [Directive] = [
        Directive("include", "PATTERN") { reader, _ in
            reader.inclusion = reader.value(.path, "PATTERN").map { .files(pattern: $0) }
        } print: { _ in
            []
        },
        Directive("confdir", "DIRECTORY...") { reader, _ in
            reader.inclusion = .directories(reader.directories())
        } print: { _ in
            []
        },
    ]

    /// The battery-backed clock.
    static let realTimeClock: [Directive] = [
        .flag("rtcsync", \.realTimeClock.isSynchronized),
        .value("rtcfile", "FILE", \.realTimeClock.file, .path, realTimeClockSupport),
        .value("rtcdevice", "DEVICE", \.realTimeClock.device, .path, realTimeClockSupport),
        .value("rtcautotrim", "SECONDS", \.realTimeClock.trimThreshold, .seconds, realTimeClockSupport),
        .flag("rtconutc", \.realTimeClock.isUTC, realTimeClockSupport),
        .value("hwclockfile", "FILE", \.realTimeClock.hwclockFile, .path, realTimeClockSupport),
    ]

    private static let realTimeClockSupport = Support.notYet("tracking the real-time clock; use rtcsync")
}

extension ArgumentReader {
    /// One to ten directories.
    mutating func directories() -> [String] {
        values(.path, "DIRECTORY", atLeast: 1, atMost: 10)
    }
}
