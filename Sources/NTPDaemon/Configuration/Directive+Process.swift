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
        .value("rtcfile", "FILE", \.realTimeClock.file, .path),
        .value("rtcdevice", "DEVICE", \.realTimeClock.device, .path),
        .value("rtcautotrim", "SECONDS", \.realTimeClock.trimThreshold, .seconds),
        .flag("rtconutc", \.realTimeClock.isUTC),
        .value("hwclockfile", "FILE", \.realTimeClock.hwclockFile, .path),
    ]

}

extension ArgumentReader {
    /// One to ten directories.
    mutating func directories() -> [String] {
        values(.path, "DIRECTORY", atLeast: 1, atMost: 10)
    }
}
