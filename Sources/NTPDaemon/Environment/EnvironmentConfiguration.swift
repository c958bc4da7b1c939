// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What to do about the system's clock.
enum ClockControl: String, Hashable, Sendable, CaseIterable {
    /// Take it where that is granted, else leave it alone.
    case auto
    /// End where it isn't granted.
    case on
    case off
}

/// What the environment of a container asks for: lines of configuration, and what the command line says elsewhere.
struct EnvironmentConfiguration: Hashable, Sendable {
    /// A line, and the variable that is the reason for it.
    struct Line: Hashable, Sendable {
        var variable: String
        var text: String
    }

    var sources: [Line] = []
    /// Whether the old name of the local clock stands among the servers, so that no others are expected.
    var isLocalClockNamed = false
    /// Nil for the private networks.
    var allowed: [Line]?
    var others: [Line] = []
    var clockControl = ClockControl.auto
    var minimumSeverity: Int?

    /// More configuration, of files that end in `.conf`.
    static let folder = "/etc/ntpd.d"

    /// The public servers of those who name none.
    private static let defaultServers = (0...3).map { "server \($0).amazon.pool.ntp.org iburst" }
    private static let privateNetworks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]
    private static let defaults = [
        "makestep 1.0 3", "rtcsync", "driftfile /var/lib/ntpd/drift", "local stratum 5", "pidfile /",
    ]

    init() {}

    /// Reads the variables. An empty one counts as not set, since that is what tools make of an unset one.
    ///
    /// - Parameter value: The value of a variable; nil if it isn't set.
    init(_ value: (_ name: String) -> String?) throws(EnvironmentError) {
        var errors: [String] = []
        for variable in EnvironmentVariable.all {
            guard let text = value(variable.name), !text.isEmpty else { continue }
            let value = EnvironmentValue(variable: variable.name, text: text)
            guard let expected = variable.apply(&self, value) else { continue }
            errors.append("\(variable.name) is \(text.quoted); expected \(expected)")
        }
        guard errors.isEmpty else { throw EnvironmentError(messages: errors) }
    }

    /// The configuration, of which later lines count for more than earlier ones.
    var lines: [Line] {
        func generated(_ lines: [String]) -> [Line] {
            lines.map { Line(variable: "default", text: $0) }
        }
        let namesNone = sources.isEmpty && !isLocalClockNamed
        return (namesNone ? generated(Self.defaultServers) : sources)
            + generated(Self.defaults)
            + (allowed ?? generated(Self.privateNetworks.map { "allow \($0)" }))
            + others
    }
}

/// Variables with values that can't be used, one message for each.
struct EnvironmentError: Error, Hashable, Sendable {
    var messages: [String]
}

extension CommandLineOptions {
    /// Does what the environment says where the command line says nothing.
    mutating func apply(_ environment: EnvironmentConfiguration) {
        minimumSeverity = minimumSeverity ?? environment.minimumSeverity
        switch environment.clockControl {
        case .auto: break
        case .on: requiresClock = true
        case .off: leavesClockAlone = true
        }
    }
}
