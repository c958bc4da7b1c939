// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension NTPClient {
    /// A service's time as the standard library's `Clock`: for deadlines and measurements in true time.
    public struct Clock: _Concurrency.Clock, Sendable {
        let shared: SharedState

        /// The time, without its bound; see ``NTPClient/Service/now`` for that.
        public var now: Instant {
            shared.timeline.read().time
        }

        /// A nanosecond.
        public var minimumResolution: Duration {
            .nanoseconds(1)
        }

        /// Sleeps until this clock, whose course may change meanwhile, has come to `deadline`.
        public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
            while true {
                let left = now.duration(to: deadline)
                guard left > .zero else { return }
                // This clock may gain a twelfth while it is slewed: first most of the way, then the rest.
                let step = left > .seconds(1) ? left * 7 / 8 : left
                try await ContinuousClock().sleep(for: step, tolerance: tolerance)
            }
        }
    }
}
