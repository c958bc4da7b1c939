// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import Glibc
internal import NTPCore
internal import NTPSystem

/// The program `ntpd`: from its arguments to its exit status.
public enum Program {
    /// Runs to the end; `arguments` are those behind the program's name.
    ///
    /// - Returns: 0 for success; 1 for an error, or a clock that couldn't be measured (-q, -Q).
    public static func run(_ arguments: [String]) -> Int32 {
        do {
            let options = try CommandLineOptions(arguments: arguments)
            switch options.action {
            case .printHelp: return print(CommandLineOptions.help)
            case .printVersion: return print("ntpd (swift-ntpd) \(version)")
            case .printConfiguration, .run: break
            }
            guard let configuration = readConfiguration(options) else { return 1 }
            guard options.action == .run else { return print("\(configuration)") }
            return start(options, configuration)
        } catch {
            return fail("\(error)")
        }
    }

    static let version = "0.1.0"

    private static func readConfiguration(_ options: CommandLineOptions) -> Configuration? {
        let parsed = ConfigurationParser.parse(options, in: SystemFiles())
        for diagnostic in parsed.diagnostics { _ = fail("\(diagnostic)") }
        guard parsed.errors.isEmpty else {
            let count = parsed.errors.count
            _ = fail("\(count) \(count == 1 ? "error" : "errors") in the configuration; nothing was started")
            return nil
        }
        return parsed.configuration
    }

    private static func start(_ options: CommandLineOptions, _ configuration: Configuration) -> Int32 {
        let log = Log(options)
        do {
            if options.detaches {
                guard try Daemonization.detach() == .child else { return 0 }
            }
            try (Signals.ending.union(.hangUp)).install()
            log.info("ntpd (swift-ntpd) \(version) starting")
            let process = try ProcessFile.claim(configuration.process.pidFile, task: options.task)
            defer { process?.remove() }
            var daemon = try Startup(options: options, configuration: configuration, log: log).makeDaemon()
            let status = try options.task == .follow
                ? daemon.follow(timeout: options.timeout) : daemon.measureOnce(options)
            log.info("ntpd exiting")
            return status
        } catch {
            log.fatal("Fatal: \(error)")
            return 1
        }
    }

    private static func print(_ text: String) -> Int32 {
        Swift.print(text)
        return 0
    }

    private static func fail(_ text: String) -> Int32 {
        let line = Array("ntpd: \(text)\n".utf8)
        _ = unsafe write(STDERR_FILENO, line, line.count)
        return 1
    }
}
