// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import Glibc
internal import NTPSystem

/// What the daemon tells whoever runs it: one line for each thing that happened, once.
///
/// A class, because an open file can't be copied, and everybody writes to the same one.
final class Log {
    enum Level: Int, Comparable {
        case debug = -1
        case info, warning, error, fatal

        static func < (a: Self, b: Self) -> Bool {
            a.rawValue < b.rawValue
        }
    }

    enum Destination: ~Copyable {
        case standardError
        case file(NTPSystem.LogFile)
        case systemLog
    }

    /// Never freed, because the system's log keeps the pointer to it.
    nonisolated(unsafe) private static let name = unsafe strdup(Program.name)

    private var destination: Destination
    private let threshold: Level
    private let timeZone: TimeZone

    init(_ destination: consuming Destination, threshold: Level = .info, timeZone: TimeZone = .preferred) {
        self.destination = destination
        self.threshold = threshold
        self.timeZone = timeZone
        unsafe openlog(Self.name, LOG_PID, LOG_DAEMON)
    }

    func debug(_ message: @autoclosure () -> String) { write(.debug, message()) }
    func info(_ message: @autoclosure () -> String) { write(.info, message()) }
    func warning(_ message: @autoclosure () -> String) { write(.warning, message()) }
    func error(_ message: @autoclosure () -> String) { write(.error, message()) }
    func fatal(_ message: @autoclosure () -> String) { write(.fatal, message()) }

    /// Opens the log file anew, after it was renamed. When that fails, the old one stays in use.
    func reopen() throws(SystemError) {
        let path: String? =
            switch destination {
            case .file(let file): file.path
            default: nil
            }
        if let path { destination = .file(try NTPSystem.LogFile(path)) }
    }

    private func write(_ level: Level, _ message: @autoclosure () -> String) {
        guard level >= threshold else { return }
        switch destination {
        case .standardError:
            writeToStandardError(line(message()))
        case .file(let file):
            let line = line(message())
            // A disk that is full must not silence the daemon altogether.
            do { try file.append(line) } catch { writeToStandardError(line) }
        case .systemLog:
            unsafe message().withCString { text in
                unsafe withVaList([text]) { unsafe vsyslog(level.systemPriority, "%s", $0) }
            }
        }
    }

    private func line(_ message: String) -> String {
        "\(timeZone.timestamp(RealtimeClock.now)) \(message)\n"
    }

    private func writeToStandardError(_ line: String) {
        let bytes = Array(line.utf8)
        // There is nobody left to tell when this fails.
        _ = unsafe Glibc.write(STDERR_FILENO, bytes, bytes.count)
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

extension Log {
    /// Where the command line says that messages go.
    convenience init(_ options: CommandLineOptions) throws(SystemError) {
        let threshold =
            options.terminalVerbosity > 1 ? .debug : Level(rawValue: options.minimumSeverity ?? 0) ?? .info
        if let path = options.logFile {
            self.init(.file(try NTPSystem.LogFile(path)), threshold: threshold)
        } else if options.terminalVerbosity > 0 || options.task != .follow {
            self.init(.standardError, threshold: threshold)
        } else {
            self.init(.systemLog, threshold: threshold)
        }
    }
}
