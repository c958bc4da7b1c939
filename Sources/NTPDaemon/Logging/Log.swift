// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import Glibc
internal import NTPSystem

/// What the daemon tells whoever runs it: one line for each thing that happened, once.
struct Log {
    enum Level: Int, Comparable {
        case debug = -1
        case info, warning, error, fatal

        static func < (a: Self, b: Self) -> Bool {
            a.rawValue < b.rawValue
        }
    }

    enum Destination {
        case standardError
        case file(path: String)
        case systemLog
    }

    private let destination: Destination
    private let threshold: Level

    init(_ destination: Destination, threshold: Level = .info) {
        self.destination = destination
        self.threshold = threshold
        if case .systemLog = destination { unsafe openlog("ntpd", LOG_PID, LOG_DAEMON) }
    }

    func debug(_ message: @autoclosure () -> String) { write(.debug, message()) }
    func info(_ message: @autoclosure () -> String) { write(.info, message()) }
    func warning(_ message: @autoclosure () -> String) { write(.warning, message()) }
    func error(_ message: @autoclosure () -> String) { write(.error, message()) }
    func fatal(_ message: @autoclosure () -> String) { write(.fatal, message()) }

    private func write(_ level: Level, _ message: @autoclosure () -> String) {
        guard level >= threshold else { return }
        switch destination {
        case .standardError:
            emit("\(stamp) \(message())\n", to: STDERR_FILENO)
        case .file(let path):
            // Opened for each line, so that a log that was moved away goes on under its old name.
            let line = "\(stamp) \(message())\n"
            if (try? AppendFile.append(line, to: path)) == nil { emit(line, to: STDERR_FILENO) }
        case .systemLog:
            unsafe withVaList([message().withoutNulls]) { unsafe vsyslog(level.systemPriority, "%s", $0) }
        }
    }

    private var stamp: String {
        Text.timestamp(RealtimeClock.now, separator: "T") + "Z"
    }

    private func emit(_ line: String, to descriptor: Int32) {
        let bytes = Array(line.utf8)
        // There is nobody left to tell when this fails.
        _ = unsafe Glibc.write(descriptor, bytes, bytes.count)
    }
}

extension Log.Level {
    fileprivate var systemPriority: Int32 {
        switch self {
        case .debug: LOG_DEBUG
        case .info: LOG_INFO
        case .warning: LOG_WARNING
        case .error: LOG_ERR
        case .fatal: LOG_CRIT
        }
    }
}
