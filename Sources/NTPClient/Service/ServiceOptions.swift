// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore
public import NTPSystem

/// How a service follows its servers. What is here by default suits public servers.
public struct ServiceOptions: Hashable, Sendable {
    /// Which of the addresses of a name are followed; of `all`, at most four.
    public var addresses = QueryOptions.Addresses.first
    /// Whether IPv4, IPv6 or both are tried.
    public var families = Set(AddressFamily.allCases)
    /// The UDP port of the servers.
    public var port: UInt16 = 123
    /// The shortest and the longest time between two requests to a server.
    public var minimumPoll = PollInterval(exponent: 6)
    /// The longest time between two requests to a server.
    public var maximumPoll = PollInterval(exponent: 10)
    /// Fewer servers that agree than this aren't believed.
    public var minimumSources = 1
    /// What turns measurements into a course of the clock.
    public var algorithm = StandardAlgorithm.Name.standard

    public init() {}

    var association: AssociationOptions {
        var options = AssociationOptions()
        options.minimumPoll = minimumPoll
        options.maximumPoll = maximumPoll
        options.initialBurst = true
        return options
    }

    /// The clock may start anywhere: the first update steps it, before anybody was told a time to rely on.
    func makeSynchronizer(at date: NTPDate) -> Synchronizer<StandardAlgorithm> {
        var algorithm = StandardAlgorithm(algorithm)
        algorithm.selector.minimumSources = minimumSources
        var options = SynchronizerOptions()
        options.precision = PollInterval(exponent: RealtimeClock.measurePrecision()).seconds
        options.step = StepPolicy(threshold: 0, limit: .updates(1))
        return Synchronizer(algorithm: algorithm, options: options, frequency: .zero, date: date)
    }
}
