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
            var options = try CommandLineOptions(parsing: arguments)
            switch options.action {
            case .printHelp: return print(CommandLineOptions.help)
            case .printVersion: return print("\(name) (swift-ntpd) version \(version) (\(features))")
            case .printConfiguration, .run: break
            }
            guard let read = readConfiguration(&options) else { return 1 }
            guard options.action == .run else {
                return print(read.configuration.directives.joined(separator: "\n"))
            }
            return start(options, read.configuration, of: read.origin)
        } catch {
            return fail("\(error)")
        }
    }

    /// What it was started as: where it is a link called chronyd, those who watch chronyd's log find its name.
    static let name: String = {
        let path = CommandLine.arguments.first ?? ""
        return path.split(separator: "/").last.map(String.init) ?? "ntpd"
    }()
    static let version = Release.version
    /// What it was built with, in the words by which scripts ask chronyd -v.
    static let features =
        "+CMDMON +NTP +REFCLOCK +RTC +PRIVDROP +SCFILTER -SIGND +ASYNCDNS -NTS +SECHASH +IPV6 -DEBUG"

    private static func readConfiguration(
        _ options: inout CommandLineOptions
    ) -> (origin: ConfigurationOrigin, configuration: Configuration)? {
        guard let origin = origin(&options) else { return nil }
        let parsed = origin.read(in: SystemFiles())
        for diagnostic in parsed.diagnostics { _ = fail("\(diagnostic)") }
        guard parsed.errors.isEmpty else {
            let count = parsed.errors.count
            _ = fail("\(count) \(count == 1 ? "error" : "errors") in the configuration; nothing was started")
            return nil
        }
        return (origin, parsed.configuration)
    }

    /// Where the configuration comes from; nil, with a message, when it comes from nowhere.
    private static func origin(_ options: inout CommandLineOptions) -> ConfigurationOrigin? {
        if options.readsEnvironment {
            guard let environment = readEnvironment() else { return nil }
            options.apply(environment)
            return .environment(environment)
        }
        guard options.directives.isEmpty else { return .arguments(options.directives) }
        if let path = options.configurationPath ?? ConfigurationPath.first(in: SystemFiles()) {
            return .file(path)
        }
        _ = fail(
            "no configuration: none of \(ConfigurationPath.searched.joined(separator: ", ")) exists; "
                + "name a file with -f, or give directives as arguments")
        return nil
    }

    private static func readEnvironment() -> EnvironmentConfiguration? {
        do throws(EnvironmentError) {
            return try EnvironmentConfiguration(ProcessEnvironment.value)
        } catch {
            for message in error.messages { _ = fail(message) }
            return nil
        }
    }

    private static func start(
        _ options: CommandLineOptions, _ configuration: Configuration, of origin: ConfigurationOrigin
    ) -> Int32 {
        var terminal: StartingTerminal?
        // Before the process has another number, by which they would be somebody else's.
        let inherited = InheritedSockets.ofThisProcess()
        do {
            if options.detaches {
                switch try Daemonization.detach() {
                case .parent(let failure): return failure.map { fail($0) } ?? 0
                case .child(let waiting): terminal = waiting
                }
            }
            let startup = Startup(
                options: options, configuration: configuration, origin: origin, log: try Log(options),
                inherited: inherited)
            return work(startup, terminal)
        } catch {
            terminal?.fail("\(error)")
            return fail("\(error)")
        }
    }

    private static func work(_ startup: Startup, _ terminal: StartingTerminal?) -> Int32 {
        let (options, log) = (startup.options, startup.log)
        do {
            try Signals.ending.union(.hangUp).install()
            log.info("\(name) (swift-ntpd) version \(version) starting (\(features))")
            guard options.task == .follow else {
                var daemon = try startup.makeDaemon()
                let status = try daemon.measureOnce(options)
                log.info("\(name) exiting")
                return status
            }
            let file = try PIDFile.claimed(startup.configuration.process)
            var daemon = try startup.makeDaemon()
            Memory.returnUnused()
            let serviceManager = ServiceManager()
            let status = try daemon.follow(options) {
                terminal?.release()
                serviceManager.report(.ready)
            }
            serviceManager.report(.stopping)
            file?.remove()
            log.info("\(name) exiting")
            return status
        } catch {
            log.fatal("Can't go on: \(error)")
            terminal?.fail("\(error)")
            return 1
        }
    }

    private static func print(_ text: String) -> Int32 {
        Swift.print(text)
        return 0
    }

    private static func fail(_ text: String) -> Int32 {
        let line = Array("\(name): \(text)\n".utf8)
        _ = unsafe write(STDERR_FILENO, line, line.count)
        return 1
    }
}

extension CommandLineOptions {
    /// Whether the daemon leaves the terminal.
    fileprivate var detaches: Bool {
        task == .follow && !staysInForeground
    }
}

extension PIDFile {
    /// The file that the configuration names; nil for "/", which stands for none.
    fileprivate static func claimed(_ configuration: ProcessConfiguration) throws(SystemError) -> PIDFile? {
        configuration.pidFile == "/" ? nil : try PIDFile(configuration.pidFile)
    }
}
