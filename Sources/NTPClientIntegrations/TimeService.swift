// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#if Integrations
    public import Logging
    public import Metrics
    public import NTPClient
    public import ServiceLifecycle

    /// A clock that follows servers, as one service among others: run by a `ServiceGroup`, logged, and measured.
    ///
    /// What changes goes to the logger: that the clock is synchronised, and by whom, as `info`; that it no longer is, or
    /// what is wrong, as `warning`. ``ClockGauges`` has the metrics. The clock itself is ``client``, which follows its
    /// servers from the start on, whether `run` has been called or not.
    public struct TimeService: ServiceLifecycle.Service {
        /// The clock and all that is known about it.
        public let client: NTPClient.Service
        private let logger: Logger
        private let gauges: ClockGauges
        private let interval: Duration

        /// - Parameters:
        ///   - client: What is run; ends with this service.
        ///   - logger: Who is told each change of the clock's state.
        ///   - metrics: Where the gauges are made.
        ///   - interval: The time from one recording of the gauges to the next.
        public init(
            _ client: NTPClient.Service, logger: Logger, metrics: any MetricsFactory = MetricsSystem.factory,
            interval: Duration = .seconds(10)
        ) {
            self.client = client
            self.logger = logger
            self.gauges = ClockGauges(metrics)
            self.interval = interval
        }

        /// The time, with the bound on its error.
        public var now: BoundedTime {
            client.now
        }

        /// Logs and measures the clock until the group shuts down, the task is cancelled, or the clock is stopped; then the
        /// clock is stopped. Throws nothing: a clock without servers runs on, and says so.
        public func run() async {
            await withGracefulShutdownHandler {
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { await logChanges() }
                    group.addTask { await recordGauges() }
                    // The log ends with the clock, the gauges with the task alone.
                    await group.next()
                    group.cancelAll()
                }
            } onGracefulShutdown: {
                client.stop()
            }
            client.stop()
        }

        private func logChanges() async {
            var last: ServiceState?
            for await state in client.states {
                log(state, after: last)
                last = state
            }
        }

        private func log(_ state: ServiceState, after last: ServiceState?) {
            var metadata: Logger.Metadata = ["standing": "\(state.standing)"]
            if let server = state.server {
                metadata["server"] = "\(server)"
                metadata["stratum"] = "\(state.stratum)"
            }
            if let problem = state.problem { metadata["problem"] = "\(problem)" }
            switch state.standing {
            case .synchronized where state.problem == nil:
                logger.info("clock is synchronized", metadata: metadata)
            case .synchronized:
                logger.warning("clock is synchronized, but not all is well", metadata: metadata)
            case .freeRunning: logger.warning("no server answers; clock runs on", metadata: metadata)
            case .unsynchronized where last == nil:
                logger.info("clock waits for its servers", metadata: metadata)
            case .unsynchronized, .disrupted: logger.warning("clock is not synchronized", metadata: metadata)
            }
        }

        private func recordGauges() async {
            while !Task.isCancelled {
                gauges.record(client.report, now: client.now)
                try? await Task.sleep(for: interval)
            }
        }
    }
#endif
