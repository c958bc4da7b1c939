// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Directive {
    /// What is served, and to whom.
    static let server: [Directive] = [
        .value("port", "PORT", \.server.port, .portOrZero),
        addressPerFamily("bindaddress", \.server.bindAddresses),
        .value("binddevice", "INTERFACE", \.server.device, .interface),
        access("allow", .allow, \.server.access, prefix: ""),
        access("deny", .deny, \.server.access, prefix: ""),
        localReference,
        rateLimit(
            "ratelimit", \.server.rateLimit, interval: 3, RateLimitConfiguration.options),
        .value("clientloglimit", "BYTES", \.server.clientLogLimit, .integer(from: 0)),
        .flag("noclientlog", \.server.refusesClientLog),
        .value("serverthreads", "THREADS", \.server.threads, .integer(in: 0...64)),
        broadcast,
        smoothing,
    ]

    /// An access rule. `prefix` goes before the verdict in the names of the pair that shares the rules.
    static func access(
        _ name: String, _ verdict: AccessRule.Verdict,
        _ path: Field<Configuration, [AccessRule]>, prefix: String
    ) -> Directive {
        Directive(name, "[all] [SUBNET]") { reader, configuration in
            let overrides = reader.peek?.lowercased() == "all"
            if overrides { _ = reader.next() }
            guard let subject = reader.isAtEnd ? .everyone : reader.value(.subject, "SUBNET") else { return }
            configuration[keyPath: path].append(
                AccessRule(verdict: verdict, subject: subject, overrides: overrides))
        } print: { configuration in
            // The order of both verdicts counts, so one of the pair prints all rules.
            verdict == .allow ? configuration[keyPath: path].map { $0.words(prefix: prefix) } : []
        }
    }

    /// A rate limit with options in any order, and its own default interval.
    static func rateLimit(
        _ name: String, _ path: Field<Configuration, RateLimitConfiguration?>, interval: Int,
        _ options: [Setting<RateLimitConfiguration>]
    ) -> Directive {
        Directive(name, "[OPTION]...") { reader, configuration in
            var limit = RateLimitConfiguration(interval: interval)
            reader.readOptions(options, into: &limit)
            configuration[keyPath: path] = limit
        } print: { configuration in
            configuration[keyPath: path].map { limit in
                [[name] + options.words(for: limit)]
            } ?? []
        }
    }

    private static let localReference = Directive("local", "[OPTION]...") { reader, configuration in
        var local = LocalReferenceConfiguration()
        reader.readOptions(LocalReferenceConfiguration.options, into: &local)
        configuration.server.local = local
    } print: { configuration in
        configuration.server.local.map { local in
            [["local"] + LocalReferenceConfiguration.options.words(for: local)]
        } ?? []
    }

    private static let broadcast = Directive(
        "broadcast", "INTERVAL ADDRESS [PORT]"
    ) { reader, configuration in
        let interval = reader.value(.integer(in: 1...65536), "INTERVAL")
        let address = reader.value(.address, "ADDRESS")
        let port = reader.isAtEnd ? 123 : reader.value(.port, "PORT")
        guard let interval, let address, let port else { return }
        configuration.server.broadcasts.append(
            BroadcastConfiguration(interval: interval, address: address, port: port))
    } print: { configuration in
        configuration.server.broadcasts.map { broadcast in
            ["broadcast", "\(broadcast.interval)", "\(broadcast.address)", "\(broadcast.port)"]
        }
    }

    private static let smoothing = Directive(
        "smoothtime", "FREQUENCY WANDER [leaponly]"
    ) { reader, configuration in
        let frequency = reader.value(.real(from: 0), "FREQUENCY")
        let wander = reader.value(.real(from: 0), "WANDER")
        guard let frequency, let wander else { return reader.skipRest() }
        var smoothing = SmoothingConfiguration(maximumFrequencyPPM: frequency, maximumWanderPPM: wander)
        reader.readOptions(SmoothingConfiguration.options, into: &smoothing)
        configuration.server.smoothing = smoothing
    } print: { configuration in
        configuration.server.smoothing.map { smoothing in
            [
                ["smoothtime", smoothing.maximumFrequencyPPM.shortest, smoothing.maximumWanderPPM.shortest]
                    + SmoothingConfiguration.options.words(for: smoothing)
            ]
        } ?? []
    }
}

extension LocalReferenceConfiguration {
    fileprivate static let options: [Setting<Self>] = [
        .value("stratum", "STRATUM", \.stratum, .integer(in: 1...15)),
        .flag("orphan", \.isOrphan),
        .value("distance", "SECONDS", \.distance, .seconds),
        .value("activate", "SECONDS", \.activationDistance, .seconds),
        .value("waitsynced", "SECONDS", \.waitSynchronized, .seconds),
        .value("waitunsynced", "SECONDS", \.waitUnsynchronized, .seconds),
    ]
}

extension RateLimitConfiguration {
    /// The options of limits that know no kiss codes.
    static let basicOptions: [Setting<Self>] = [
        option("interval", "POLL", \.interval, -19...12),
        option("burst", "RESPONSES", \.burst, 1...255),
        option("leak", "RATE", \.leak, 1...4),
    ]
    fileprivate static let options = basicOptions + [option("kod", "RATE", \.kod, 0...4)]

    /// Always printed: the defaults differ from directive to directive.
    private static func option(
        _ name: String, _ argument: String, _ path: Field<Self, Int>, _ range: ClosedRange<Int>
    ) -> Setting<Self> {
        Setting(name, argument) { reader, limit in
            if let value = reader.value(.integer(in: range), argument) { limit[keyPath: path] = value }
        } print: {
            [[name, "\($0[keyPath: path])"]]
        }
    }
}

extension SmoothingConfiguration {
    fileprivate static let options: [Setting<Self>] = [
        Setting("leaponly") { _, smoothing in
            smoothing.onlyLeapSeconds = true
        } print: {
            $0.onlyLeapSeconds ? [["leaponly"]] : []
        }
    ]
}

extension AccessRule {
    /// The directive that says this; `prefix` begins its name.
    fileprivate func words(prefix: String) -> [String] {
        let start = [prefix + verdict.rawValue] + (overrides ? ["all"] : [])
        return subject == .everyone ? start : start + ["\(subject)"]
    }
}

extension AccessRule.Subject: CustomStringConvertible {
    var description: String {
        switch self {
        case .everyone: "everyone"
        case .subnet(let subnet): "\(subnet)"
        case .host(let name): name
        }
    }
}

extension Grammar where Value == AccessRule.Subject {
    static var subject: Self {
        Self(expected: "a subnet such as 192.0.2.0/24, an IP address or a host name") { word in
            if let subnet = IPSubnet(word) { return .subnet(subnet) }
            if case .name(let name)? = Host(word), !word.contains("%") { return .host(name) }
            return nil
        } print: {
            "\($0)"
        }
    }
}
