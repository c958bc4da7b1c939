// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A variable of the environment: its name and its effect on the configuration. See docs/container.md.
///
/// Some are our own; the others have the names and the meaning that containers of chrony have given them.
struct EnvironmentVariable: Sendable {
    let name: String
    /// Takes the value in. Returns what was expected, when it doesn't fit.
    let apply: @Sendable (inout EnvironmentConfiguration, EnvironmentValue) -> String?

    /// All of them, in the order in which they are read.
    static let all: [EnvironmentVariable] = sources + server + daemon

    private static let sources: [EnvironmentVariable] = [
        servers("CHRONY_SERVERS"),
        servers("NTP_SERVERS"),
        EnvironmentVariable("POOLS") { configuration, value in
            configuration.sources += value.list.map { value.line("pool \($0) iburst") }
            return nil
        },
        EnvironmentVariable("PEERS") { configuration, value in
            configuration.sources += value.list.map { value.line("peer \($0)") }
            return nil
        },
        // The Time Sync Service of the instance, which both families reach without leaving the host.
        flag("AWS") { configuration, value in
            configuration.sources += ["169.254.169.123", "fd00:ec2::123"].map {
                value.line("server \($0) prefer iburst minpoll 4 maxpoll 4")
            }
        },
    ]

    private static let server: [EnvironmentVariable] = [
        EnvironmentVariable("CHRONY_ALLOWED") { configuration, value in
            configuration.allowed =
                switch value.text {
                case "all": [value.line("allow")]
                case "none": []
                default: value.list.map { value.line("allow \($0)") }
                }
            return nil
        },
        EnvironmentVariable("CHRONY_CMDPORT") { configuration, value in
            configuration.others.append(value.line("cmdport \(value.text)"))
            return UInt16(value.text) == nil ? "a port from 0 to 65535" : nil
        },
        flag("NOCLIENTLOG") { $0.others.append($1.line("noclientlog")) },
    ]

    private static let daemon: [EnvironmentVariable] = [
        EnvironmentVariable("CLOCK_CONTROL") { configuration, value in
            guard let control = ClockControl(rawValue: value.text) else { return "auto, on or off" }
            configuration.clockControl = control
            return nil
        },
        EnvironmentVariable("LOG_LEVEL") { configuration, value in
            guard let severity = Int(value.text), 0...3 ~= severity else {
                return "0 (all messages), 1 (warnings), 2 (errors) or 3 (fatal errors)"
            }
            configuration.minimumSeverity = severity
            return nil
        },
        // The C library does the rest.
        EnvironmentVariable("TZ") { _, value in
            TimeZone.isKnown(value.text)
                ? nil
                : "a time zone of /usr/share/zoneinfo, such as Europe/Berlin, or a rule such as CET-1CEST"
        },
        EnvironmentVariable("NTP_DIRECTIVES") { configuration, value in
            let lines = value.text.replacing("\\n", with: "\n").split(separator: "\n")
            configuration.others += lines.map { value.line(String($0)) }
            return nil
        },
    ]

    private init(
        _ name: String,
        apply: @escaping @Sendable (inout EnvironmentConfiguration, EnvironmentValue) -> String?
    ) {
        self.name = name
        self.apply = apply
    }

    /// A variable that is true or false, and does nothing when it is false.
    private static func flag(
        _ name: String,
        _ apply: @escaping @Sendable (inout EnvironmentConfiguration, EnvironmentValue) -> Void
    ) -> EnvironmentVariable {
        EnvironmentVariable(name) { configuration, value in
            guard let isOn = value.boolean else { return "true or false" }
            if isOn { apply(&configuration, value) }
            return nil
        }
    }

    private static func servers(_ name: String) -> EnvironmentVariable {
        EnvironmentVariable(name) { configuration, value in
            // What stood for the local clock in configurations of old; ours has one in any case.
            let names = value.list.filter { $0 != "127.127.1.1" }
            configuration.sources += names.map { value.line("server \($0) iburst") }
            if names.count < value.list.count { configuration.isLocalClockNamed = true }
            return nil
        }
    }
}
