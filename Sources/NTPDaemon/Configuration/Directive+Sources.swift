// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

extension Directive {
    /// Where the time comes from.
    static let sources: [Directive] = [
        source(.server),
        source(.pool),
        source(.peer),
        Directive(
            "initstepslew", "THRESHOLD [HOST]..."
        ) { reader, configuration in
            let threshold = reader.value(.seconds, "THRESHOLD")
            let servers = reader.values(.host, "HOST")
            guard let threshold else { return }
            configuration.client.initialCorrection = InitialCorrection(threshold: threshold, servers: servers)
        } print: { configuration in
            configuration.client.initialCorrection.map { correction in
                [["initstepslew", correction.threshold.shortest] + correction.servers.map(\.description)]
            } ?? []
        },
        referenceClock,
        .flag("manual", \.client.isManual),
        .value("acquisitionport", "PORT", \.client.port, .portOrZero),
        addressPerFamily("bindacqaddress", \.client.bindAddresses),
        .value("bindacqdevice", "INTERFACE", \.client.device, .interface),
        .value("dscp", "POINT", \.client.dscp, .integer(in: 0...63)),
        .value("minsamples", "SAMPLES", \.client.minimumSamples, .integer(from: 0)),
        .value("maxsamples", "SAMPLES", \.client.maximumSamples, .integer(from: 0)),
        .value(
            "refresh", "SECONDS", \.client.refreshInterval, .integer(in: 0...2_147_483_647)),
        Directive("sourcedir", "DIRECTORY...") { reader, configuration in
            let directories = reader.directories()
            if !directories.isEmpty { configuration.sourceDirectories.append(directories) }
        } print: { configuration in
            configuration.sourceDirectories.map { ["sourcedir"] + $0 }
        },
    ]

    private static func source(
        _ kind: SourceConfiguration.Kind, _ support: Support = .supported
    ) -> Directive {
        Directive(kind.rawValue, "HOST [OPTION]...", support) { reader, configuration in
            let host = reader.value(.host, "HOST")
            var options = SourceOptions()
            reader.readOptions(SourceOptions.all, into: &options)
            reader.check(options, of: kind)
            guard let host else { return }
            configuration.sources.append(SourceConfiguration(kind: kind, host: host, options: options))
        } print: { configuration in
            // The order of all sources counts: it numbers them. So they are printed by one of the kinds.
            kind == .server ? configuration.sources.map(\.words) : []
        }
    }

    /// An address of either family; the last one given of each holds.
    static func addressPerFamily(
        _ name: String, _ path: Field<Configuration, BoundAddresses>
    ) -> Directive {
        Directive(name, "ADDRESS") { reader, configuration in
            guard let address = reader.value(.address, "ADDRESS") else { return }
            configuration[keyPath: path].set(address)
        } print: { configuration in
            configuration[keyPath: path].all.map { [name, "\($0)"] }
        }
    }
}

extension BoundAddresses {
    mutating func set(_ address: IPAddress) {
        switch address {
        case .v4: ipv4 = address
        case .v6: ipv6 = address
        }
    }

    var all: [IPAddress] { [ipv4, ipv6].compactMap(\.self) }
}

extension SourceConfiguration {
    /// The directive that says all this.
    fileprivate var words: [String] {
        [kind.rawValue, "\(host)"] + SourceOptions.all.words(for: options)
    }
}

extension ArgumentReader {
    /// What can be wrong with options that are right one by one.
    fileprivate mutating func check(_ options: SourceOptions, of kind: SourceConfiguration.Kind) {
        if let lowest = options.minimumPoll, let highest = options.maximumPoll, lowest > highest {
            report(
                ConfigurationDiagnostic(
                    kind: .syntax, place: place,
                    found: "minpoll \(lowest.exponent) is above maxpoll \(highest.exponent)",
                    remedy: "raise maxpoll or lower minpoll"))
        }
        for name in options.namesWithoutEffect(on: kind) {
            warn("'\(name)' has no effect on a \(kind.rawValue)")
        }
    }
}

extension SourceOptions {
    /// The options that were given to a source that they can't do anything for.
    fileprivate func namesWithoutEffect(on kind: SourceConfiguration.Kind) -> [String] {
        let isPeer = kind == .peer
        let given = [
            ("iburst", isPeer && initialBurst), ("burst", isPeer && burst),
            ("copy", isPeer && copiesIdentity),
            ("presend", isPeer && presendPoll != nil),
            ("maxsources", kind != .pool && maximumSources != Self.defaults.maximumSources),
        ]
        return given.filter(\.1).map(\.0)
    }
}
