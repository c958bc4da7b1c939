// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What Prometheus is told at one time.
///
/// The names, labels, units and signs of `chrony_*` are those of chrony_exporter, so that what was built for it
/// works unchanged; what it doesn't know begins with `ntpd_`.
public struct MetricsSnapshot: Hashable, Sendable {
    /// How the local clock stands.
    public var tracking: TrackingReport
    /// What the system peer is called; its address if nothing else is known.
    public var trackingName: String
    /// Every source, in the daemon's order.
    public var sources: [SourceMetrics]
    /// How many sources are being asked; nil where the daemon doesn't say.
    public var activity: ActivityReport?
    /// What was done as a server; nil where the daemon doesn't say.
    public var serverStatistics: ServerStatisticsReport?
    /// Nil where the daemon doesn't say.
    public var clockUse: ClockUse?

    public init(
        tracking: TrackingReport, trackingName: String, sources: [SourceMetrics],
        activity: ActivityReport? = nil, serverStatistics: ServerStatisticsReport? = nil,
        clockUse: ClockUse? = nil
    ) {
        self.tracking = tracking
        self.trackingName = trackingName
        self.sources = sources
        self.activity = activity
        self.serverStatistics = serverStatistics
        self.clockUse = clockUse
    }

    /// Prometheus' text format, version 0.0.4.
    public var prometheusText: String {
        let families = [Self.up(1)] + trackingFamilies + sourceFamilies + serverFamilies
        return families.map(\.text).joined()
    }

    /// The same when the daemon doesn't answer.
    public static var unreachableText: String {
        up(0).text
    }

    private static func up(_ value: Double) -> MetricFamily {
        MetricFamily("chrony_up", help: "Whether the daemon answers.", value: value)
    }
}

/// What is known about one source.
public struct SourceMetrics: Hashable, Sendable {
    /// What was measured last.
    public var source: SourceReport
    /// What the source is called; its address if nothing else is known.
    public var name: String
    /// What is estimated; nil where the daemon doesn't say.
    public var statistics: SourceStatisticsReport?
    /// Why it is or isn't used; nil where the daemon doesn't say.
    public var selection: SelectionReport?

    public init(
        source: SourceReport, name: String, statistics: SourceStatisticsReport? = nil,
        selection: SelectionReport? = nil
    ) {
        self.source = source
        self.name = name
        self.statistics = statistics
        self.selection = selection
    }

    var labels: [MetricFamily.Label] {
        [
            MetricFamily.Label(name: "source_address", value: source.address.description),
            MetricFamily.Label(name: "source_name", value: name),
        ]
    }
}
