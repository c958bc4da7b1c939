// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import InMemoryLogging
import Logging
import MetricsTestKit
@testable import NTPClient
@testable import NTPClientIntegrations
import ServiceLifecycle
import Testing

@Suite struct `Time service` {
    @Test func `runs in a group, logs what it waits for, and ends with the group`() async throws {
        let logs = InMemoryLogHandler()
        let metrics = TestMetrics()
        let client = try NTPClient.Service(["no.such.host.invalid"])
        let time = TimeService(
            client, logger: Logger(label: "time") { _ in logs }, metrics: metrics, interval: .milliseconds(1))
        let group = ServiceGroup(
            services: [time], logger: Logger(label: "group") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { try await group.run() }
        let maximumError = try metrics.expectGauge("ntp_client_maximum_error_seconds")
        while maximumError.values.isEmpty || logs.entries.isEmpty { await Task.yield() }
        #expect(maximumError.lastValue == .infinity)
        #expect(logs.entries.first?.message == "clock waits for its servers")
        #expect(logs.entries.first?.metadata["standing"] == "unsynchronized")
        await group.triggerGracefulShutdown()
        try await running.value
        for await _ in client.states {}
    }

    @Test func `ends with its task`() async throws {
        let client = try NTPClient.Service(["no.such.host.invalid"])
        let time = TimeService(client, logger: Logger(label: "time") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { await time.run() }
        running.cancel()
        await running.value
        for await _ in client.states {}
    }

    @Test func `has gauges in SI units with the signs of this package`() throws {
        let metrics = TestMetrics()
        let gauges = ClockGauges(metrics)
        var report = ServiceReport()
        report.state.stratum = 3
        report.tracking.lastOffset = -0.25
        report.tracking.frequency.ratio = 1.5e-5
        gauges.record(report, now: BoundedTime(reading: 0, bound: 1_999_999, standing: .synchronized))
        func value(_ name: String) throws -> Double? {
            try metrics.expectGauge("ntp_client_" + name).lastValue
        }
        #expect(try value("synchronized") == 1)
        #expect(try value("maximum_error_seconds") == 0.002)
        #expect(try value("last_offset_seconds") == -0.25)
        #expect(try value("frequency_ratio") == 1.5e-5)
        #expect(try value("stratum") == 3)
    }
}
